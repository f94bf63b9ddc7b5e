// SPDX-License-Identifier: Apache-2.0

// Agents are whole programs with many threads each, and some tests send signals at chosen moments: one at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
