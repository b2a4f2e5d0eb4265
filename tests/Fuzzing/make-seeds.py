#!/usr/bin/env python3
"""Writes the seeds of tests/Fuzzing/Seeds: small sound inputs of each format, made of numbers; no speech is in them."""
import ctypes
import json
import math
import pathlib
import struct

SEEDS = pathlib.Path(__file__).parent / "Seeds"


def write(target, name, content):
    path = SEEDS / target / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


def chunk(name, body, pad=True):
    return name + struct.pack("<I", len(body)) + body + (b"\0" if pad and len(body) % 2 else b"")


def riff(*chunks):
    body = b"WAVE" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def fmt(tag, channels, rate, bits):
    align = channels * bits // 8
    return struct.pack("<HHIIHH", tag, channels, rate, rate * align, align, bits)


def extensible(tag, channels, rate, bits):
    tail = bytes([0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71])
    return fmt(0xFFFE, channels, rate, bits) + struct.pack("<HHIH", 22, bits, 3, tag) + tail


def samples(code, count, scale):
    values = [scale * math.sin(0.3 * i) for i in range(count)]
    if code == "B":
        return bytes(int(128 + v) for v in values)
    if code == "3":
        return b"".join(int(v).to_bytes(3, "little", signed=True) for v in values)
    return struct.pack(f"<{count}{code}", *(v if code in "fd" else int(v) for v in values))


ENCODINGS = {"pcm8": (1, 8, "B", 100), "pcm16": (1, 16, "h", 20000), "pcm24": (1, 24, "3", 4e6), "pcm32": (1, 32, "i", 1e9),
             "float32": (3, 32, "f", 0.8), "float64": (3, 64, "d", 0.8)}
for name, (tag, bits, code, scale) in ENCODINGS.items():
    write("wav", f"{name}.wav", riff(chunk(b"fmt ", fmt(tag, 1, 16000, bits)), chunk(b"data", samples(code, 20, scale))))
pcm16 = samples("h", 40, 20000)
write("wav", "stereo.wav", riff(chunk(b"fmt ", fmt(1, 2, 48000, 16)), chunk(b"data", pcm16)))
write("wav", "extensible.wav", riff(chunk(b"fmt ", extensible(1, 1, 44100, 16)), chunk(b"fact", struct.pack("<I", 40)), chunk(b"data", pcm16)))
write("wav", "chunks.wav", riff(chunk(b"LIST", b"INFOx"), chunk(b"fmt ", fmt(1, 1, 8000, 16)), chunk(b"data", pcm16), chunk(b"id3 ", b"abc", pad=False), chunk(b"cue ", b"\0" * 4)))
write("wav", "endless.wav", riff(chunk(b"fmt ", fmt(1, 1, 8000, 16))) + b"data" + struct.pack("<I", 0xFFFFFFFF) + pcm16)
write("wav", "cut.wav", riff(chunk(b"fmt ", fmt(1, 1, 8000, 16))) + b"data" + struct.pack("<I", 0) + pcm16 + chunk(b"LIST", b"INFO"))
write("wav", "second.wav", riff(chunk(b"fmt ", fmt(1, 1, 8000, 16)), chunk(b"data", samples("h", 2000, 20000))))


def safetensors(tensors):
    header, data = {"__metadata__": {"format": "pt"}}, b""
    for name, (dtype, shape, content) in tensors.items():
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [len(data), len(data) + len(content)]}
        data += content
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + data


write("weights", "three.safetensors", safetensors({
    "fc.weight": ("F32", [2, 3], struct.pack("<6f", *range(6))), "fc.bias": ("BF16", [2], bytes(4)), "bn.num_batches_tracked": ("I64", [], bytes(8)), "half": ("F16", [1], bytes(2))}))
write("weights", "none.safetensors", safetensors({}))

METADATA = {
    "formatVersion": 1, "mode": "emotion", "classes": ["a", "b"],
    "logMel": {"sampleRate": 16000, "nFft": 512, "hopLength": 160, "nMels": 64, "fMin": 20, "fMax": 8000, "window": "hann", "melScale": "slaney", "melNorm": "none", "power": 2, "floor": 1e-10, "center": True},
    "input": {"durationSeconds": 3, "floorDecibel": 80, "standardisation": "fixed"}, "architecture": "resnet18", "corpus": "ravdess", "synthetic": False, "members": 2, "crops": 3,
    "temperature": 1.5, "groups": [0, 1, 1]}
write("metadata", "whole.json", json.dumps(METADATA))
write("metadata", "least.json", json.dumps({key: METADATA[key] for key in ("formatVersion", "mode", "classes", "logMel", "input", "architecture", "corpus")}))

SCORE = {"estimate": 0.6, "low": 0.5, "high": 0.7}
write("card", "card.json", json.dumps({
    "recipe": "robust", "corpus": "demo", "clips": 10, "actors": 2,
    "scores": {"protocol": "demo", "seeds": 1, "clips": 10, "actors": 2, "chanceUar": 0.5, "macroF1": SCORE, "uar": SCORE, "accuracy": SCORE},
    "points": [{"title": "Task", "text": "Words."}]}))

write("hello", "rate.json", '{"sampleRate": 8000}')
write("hello", "all.json", '{"sampleRate": 16000, "window": 0.2, "hop": 0.1, "smoothing": 2, "silenceDecibel": -60, "logMel": true}')

# Found: JSON, and no text.
write("hello", "found-half-a-surrogate-pair.json", '{"sampleRate": 16000, "\\ud800": 1}')

write("query", "all.txt", "top=3&timeline=true&window=1.5&hop=0.25&smoothing=3&silence-db=-50")
write("query", "top.txt", "top=1")

write("protocol", "two.json", '{"folds": [{"validation": [1, 2], "test": [3]}, {"test": [4, 5]}]}')

RUN = {"mode": "emotion", "protocol": "seed", "recipe": "robust", "options": {"recipe": {"architecture": "resnet18"}}, "environment": {"started": "2026-01-01T00:00:00Z"},
       "epochs": [{"epoch": 1}], "best": {"macroF1": 0.5, "uar": 0.5, "accuracy": 0.5}, "test": None}
write("run", "untested.json", json.dumps(RUN))
write("run", "tested.json", json.dumps({**RUN, "test": RUN["best"]}))

write("table", "two.csv", "path,actor,intensity,statement,fold,seed,truth,predicted,p_calm,p_sad\n\"a,\"\"b\"\".wav\",1,1,2,0,1,calm,calm,0.75,0.25\nc.wav,2,2,1,1,1,sad,calm,0.5,0.5\r\n")


class SoundInfo(ctypes.Structure):
    """SF_INFO of sndfile.h."""
    _fields_ = [("frames", ctypes.c_int64), ("rate", ctypes.c_int), ("channels", ctypes.c_int), ("format", ctypes.c_int), ("sections", ctypes.c_int), ("seekable", ctypes.c_int)]


FOR_WRITING = 0x20
AIFF, FLAC, OGG, MPEG = 0x020000, 0x170000, 0x200000, 0x230000
PCM_16, PCM_24, FLOAT, U_LAW, IMA_ADPCM, VORBIS, OPUS, LAYER_III = 0x02, 0x03, 0x06, 0x10, 0x12, 0x60, 0x64, 0x82


def write_sounds(sndfile):
    """FLAC, OGG, MP3 and AIFF, where they are missing: an encoder writes its version and random numbers, so no two runs make the same."""
    sndfile.sf_open.restype = ctypes.c_void_p
    sndfile.sf_writef_float.argtypes = [ctypes.c_void_p, ctypes.POINTER(ctypes.c_float), ctypes.c_int64]
    sndfile.sf_close.argtypes = [ctypes.c_void_p]
    for name, form, rate, channels, frames in [
            ("16-bits.flac", FLAC | PCM_16, 16000, 1, 300), ("24-bits-stereo.flac", FLAC | PCM_24, 44100, 2, 300), ("vorbis.ogg", OGG | VORBIS, 16000, 1, 400),
            ("vorbis-stereo.ogg", OGG | VORBIS, 44100, 2, 400), ("opus.ogg", OGG | OPUS, 16000, 1, 700), ("mp3.mp3", MPEG | LAYER_III, 16000, 1, 1200),
            ("mp3-stereo.mp3", MPEG | LAYER_III, 44100, 2, 1200), ("16-bits.aiff", AIFF | PCM_16, 16000, 1, 60), ("24-bits-stereo.aiff", AIFF | PCM_24, 44100, 2, 60),
            ("float.aiff", AIFF | FLOAT, 48000, 1, 60), ("ima.aiff", AIFF | IMA_ADPCM, 22050, 1, 200), ("law.aiff", AIFF | U_LAW, 8000, 1, 60)]:
        path = SEEDS / "compressed" / name
        if path.exists():
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        file = sndfile.sf_open(str(path).encode(), FOR_WRITING, ctypes.byref(SoundInfo(0, rate, channels, form, 0, 0)))
        if not file:
            print(f"this libsndfile does not write {name}")
            continue
        values = (ctypes.c_float * (frames * channels))(*(0.5 * math.sin(0.3 * i) for i in range(frames * channels)))
        assert sndfile.sf_writef_float(file, values, frames) == frames
        sndfile.sf_close(file)


try:
    write_sounds(ctypes.CDLL("libsndfile.so.1"))
except OSError as missing:
    print(f"no seeds of FLAC, OGG, MP3 and AIFF: {missing}")
