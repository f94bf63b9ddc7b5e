// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics.CodeAnalysis;

namespace NemoFlow.Configuration.Toml;

/// <summary>The types of a TOML value.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "The language calls its types so.")]
public enum TomlKind
{
    /// <summary>A <see cref="string"/>.</summary>
    String,

    /// <summary>A <see cref="long"/>.</summary>
    Integer,

    /// <summary>A <see cref="double"/>, infinities and not-a-number included.</summary>
    Float,

    /// <summary>A <see cref="bool"/>.</summary>
    Boolean,

    /// <summary>A <see cref="TomlOffsetDateTime"/>.</summary>
    OffsetDateTime,

    /// <summary>A <see cref="DateTime"/> of unspecified kind.</summary>
    LocalDateTime,

    /// <summary>A <see cref="DateOnly"/>.</summary>
    LocalDate,

    /// <summary>A <see cref="TimeOnly"/>.</summary>
    LocalTime,

    /// <summary>A <see cref="TomlArray"/>.</summary>
    Array,

    /// <summary>A <see cref="TomlTable"/>.</summary>
    Table,
}
