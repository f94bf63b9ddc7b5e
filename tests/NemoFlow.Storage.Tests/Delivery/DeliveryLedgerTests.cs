// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Storage.Delivery;
using NemoFlow.Storage.Files;

namespace NemoFlow.Storage.Tests.Delivery;

public sealed class DeliveryLedgerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nemo-flow-ledger-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Add_Keys_AreKnownToTheNextProcess()
    {
        using (DeliveryLedger.Entry entry = new DeliveryLedger(_folder, "t").TryOpen()!)
        {
            entry.Add([1, ulong.MaxValue], refused: false, DateTimeOffset.UnixEpoch);
            entry.Add([7], refused: true, DateTimeOffset.UnixEpoch);
            entry.CaughtUp(42);
        }

        DeliveryLedger again = new(_folder, "t");
        using DeliveryLedger.Entry? opened = again.TryOpen();
        Assert.True(again.Contains(1) && again.Contains(ulong.MaxValue) && again.Contains(7) && !again.Contains(2));
        Assert.Equal((3, 42L), (again.Count, again.CaughtUpAt));
    }

    [Fact]
    public void CaughtUp_LaterDeliveries_AreNotForgotten()
    {
        DeliveryLedger ledger = new(_folder, "t");
        using (DeliveryLedger.Entry entry = ledger.TryOpen()!)
        {
            entry.CaughtUp(42);
        }

        Assert.Equal(42, DeliveryLedger.CaughtUp(_folder, "t"));
        using (DeliveryLedger.Entry entry = ledger.TryOpen()!)
        {
            entry.Add([1], refused: false, DateTimeOffset.UnixEpoch);
        }

        Assert.Null(DeliveryLedger.CaughtUp(_folder, "t"));
        Assert.Null(DeliveryLedger.CaughtUp(_folder, "another"));
    }

    [Fact]
    public void TryOpen_WhileAnotherDelivers_IsNull()
    {
        DeliveryLedger mine = new(_folder, "t");
        using (mine.TryOpen())
        {
            Assert.Null(new DeliveryLedger(_folder, "t").TryOpen());
            using DeliveryLedger.Entry? other = new DeliveryLedger(_folder, "other").TryOpen();
            Assert.NotNull(other);
        }

        using DeliveryLedger.Entry? after = new DeliveryLedger(_folder, "t").TryOpen();
        Assert.NotNull(after);
    }

    [Fact]
    public void TryOpen_WhatAnotherAdded_IsSeen()
    {
        DeliveryLedger mine = new(_folder, "t");
        mine.TryOpen()!.Dispose();
        using (DeliveryLedger.Entry other = new DeliveryLedger(_folder, "t").TryOpen()!)
        {
            other.Add([5], refused: false, DateTimeOffset.UnixEpoch);
        }

        Assert.False(mine.Contains(5));
        mine.TryOpen()!.Dispose();
        Assert.True(mine.Contains(5));
    }

    [Fact]
    public void TryOpen_LineCutOffByAKill_CountsForNothingAndHarmsNothing()
    {
        using (DeliveryLedger.Entry entry = new DeliveryLedger(_folder, "t").TryOpen()!)
        {
            entry.Add([1], refused: false, DateTimeOffset.UnixEpoch);
        }

        string path = Assert.Single(Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories));
        byte[] whole = File.ReadAllBytes(path);
        for (int cut = 0; cut < whole.Length; cut++)
        {
            File.WriteAllBytes(path, whole[..cut]);
            DeliveryLedger ledger = new(_folder, "t");
            using (DeliveryLedger.Entry entry = ledger.TryOpen()!)
            {
                Assert.False(ledger.Contains(1));
                entry.Add([2], refused: false, DateTimeOffset.UnixEpoch);
            }

            DeliveryLedger again = new(_folder, "t");
            again.TryOpen()!.Dispose();
            Assert.True(again.Contains(2));
        }
    }

    [Fact]
    public void Of_Exporter_KeepsItsFirstTime()
    {
        StateFolder state = new(_folder);
        DateTimeOffset now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

        Assert.Equal(now, ExporterStart.Of(state, "t", now));
        Assert.Equal(now, ExporterStart.Of(state, "t", now.AddYears(1)));
        Assert.Equal(now.AddDays(1), ExporterStart.Of(state, "other", now.AddDays(1)));
    }
}
