#!/usr/bin/env python3
"""Makes many distinct recordings out of few: copies of the WAV files of a folder in turn, in each of which the last four bytes of samples
are the copy's number. 1,000 files a folder: OUT/000/000000.wav and on.

    bench/make-clips.py OUT N SOURCE_DIR"""
import pathlib, struct, sys

FILES_A_FOLDER = 1000


def end_of_samples(wav, path):
    """Where the data chunk of integer PCM ends."""
    if wav[:4] != b"RIFF" or wav[8:12] != b"WAVE":
        sys.exit(f"{path}: no RIFF WAVE file")
    at, tag = 12, None
    while at + 8 <= len(wav):
        name, size = struct.unpack_from("<4sI", wav, at)
        if name == b"fmt ":
            # Extensible: the format stands in the first two bytes of the sub-format.
            tag = struct.unpack_from("<H", wav, at + 8)[0]
            tag = struct.unpack_from("<H", wav, at + 32)[0] if tag == 0xFFFE else tag
        if name == b"data":
            end = min(at + 8 + size, len(wav))
            if tag != 1 or end < at + 12:
                sys.exit(f"{path}: four bytes or more of integer PCM are wanted")
            return end
        at += 8 + size + size % 2
    sys.exit(f"{path}: no data chunk")


def main(out, count, source):
    sources = sorted(path for path in source.rglob("*") if path.suffix.lower() == ".wav")
    if not sources:
        sys.exit(f"{source}: no WAV files in it or its subfolders")
    if out.exists() and any(out.iterdir()):
        sys.exit(f"{out}: is there and not empty; name a new folder")
    for folder in range((count + FILES_A_FOLDER - 1) // FILES_A_FOLDER):
        (out / f"{folder:03}").mkdir(parents=True)
    # Source by source, so that each is read once.
    for first, path in enumerate(sources[:count]):
        wav = bytearray(path.read_bytes())
        end = end_of_samples(wav, path)
        for number in range(first, count, len(sources)):
            struct.pack_into("<I", wav, end - 4, number)
            (out / f"{number // FILES_A_FOLDER:03}" / f"{number:06}.wav").write_bytes(wav)


if __name__ == "__main__":
    if len(sys.argv) != 4 or not sys.argv[2].isdecimal():
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]), int(sys.argv[2]), pathlib.Path(sys.argv[3]))
