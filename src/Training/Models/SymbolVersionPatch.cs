using System.Buffers.Binary;
using System.Text;

namespace EmotionGpu.Training.Models;

/// <summary>
/// Lets a shared library load where its libstdc++ is older than the one it was linked against, by pointing one version that it
/// needs to an older one that it needs too. Right only where no symbol of that version is ever called: libLibTorchSharp.so needs
/// GLIBCXX_3.4.32 for <c>_ZSt21ios_base_library_initv</c> alone, and no relocation names that symbol.
/// </summary>
/// <remarks>ELF64 little-endian; layout of .gnu.version_r: Linux Standard Base Core 5.0, section 10.7.3.</remarks>
public static class SymbolVersionPatch
{
    private const uint VersionNeedSection = 0x6ffffffe;
    private const int SectionHeaderSize = 64;

    /// <summary>Repoints a needed version in place.</summary>
    /// <param name="elf">The library's bytes.</param>
    /// <param name="from">Version that the system lacks.</param>
    /// <param name="to">Version needed from the same library, which the system has.</param>
    /// <returns>Whether the bytes were changed; false where <paramref name="from"/> is not needed.</returns>
    /// <exception cref="InvalidDataException">Not an ELF64 little-endian library, or it does not need <paramref name="to"/>.</exception>
    public static bool Repoint(Span<byte> elf, string from, string to)
    {
        if (elf.Length < 64 || !elf.StartsWith((ReadOnlySpan<byte>)[0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1]))
            throw new InvalidDataException("not a 64-bit little-endian ELF library");

        var needed = NeededVersions(elf);
        var start = Offset(needed);
        var strings = Offset(SectionHeader(elf, ReadInt32(needed, 40)));
        var older = FindEntry(elf, start, strings, to);
        var newer = FindEntry(elf, start, strings, from);
        if (newer < 0)
            return false;
        if (older < 0)
            throw new InvalidDataException($"the library needs {from} but not {to}");

        // vna_hash at 0 and vna_name at 8 say which version; flags, the version's index and the link to the next entry stay.
        elf.Slice(older, 4).CopyTo(elf[newer..]);
        elf.Slice(older + 8, 4).CopyTo(elf[(newer + 8)..]);
        return true;
    }

    private static int FindEntry(ReadOnlySpan<byte> elf, int start, int strings, string version)
    {
        var name = Encoding.ASCII.GetBytes(version + "\0");
        for (var need = start; ; need += ReadInt32(elf, need + 12))
        {
            var entry = need + ReadInt32(elf, need + 8);
            for (var left = BinaryPrimitives.ReadUInt16LittleEndian(elf[(need + 2)..]); left > 0; left--)
            {
                if (elf[(strings + ReadInt32(elf, entry + 8))..].StartsWith(name))
                    return entry;
                entry += ReadInt32(elf, entry + 12);
            }

            if (ReadInt32(elf, need + 12) == 0)
                return -1;
        }
    }

    private static ReadOnlySpan<byte> NeededVersions(ReadOnlySpan<byte> elf)
    {
        var count = BinaryPrimitives.ReadUInt16LittleEndian(elf[60..]);
        for (var i = 0; i < count; i++)
        {
            var header = SectionHeader(elf, i);
            if (BinaryPrimitives.ReadUInt32LittleEndian(header[4..]) == VersionNeedSection)
                return header;
        }

        throw new InvalidDataException("the library has no section of needed versions");
    }

    private static ReadOnlySpan<byte> SectionHeader(ReadOnlySpan<byte> elf, int index) =>
        elf.Slice((int)BinaryPrimitives.ReadUInt64LittleEndian(elf[40..]) + index * SectionHeaderSize, SectionHeaderSize);

    private static int Offset(ReadOnlySpan<byte> sectionHeader) => (int)BinaryPrimitives.ReadUInt64LittleEndian(sectionHeader[24..]);

    private static int ReadInt32(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadInt32LittleEndian(bytes[offset..]);
}
