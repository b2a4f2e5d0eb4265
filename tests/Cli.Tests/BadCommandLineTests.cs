namespace EmotionGpu.Cli.Tests;

/// <summary>A wrong command line: exit code 2, one line on standard error, nothing on standard output.</summary>
public sealed class BadCommandLineTests
{
    /// <summary>Command lines, and what the line must name.</summary>
    public static TheoryData<string, string> CommandLines { get; } = new()
    {
        { "", "no command" },
        { "fly", "fly" },
        { "cache", "a subcommand is missing; one of build, merge, verify, info, prune is wanted" },
        { "cache --cache features", "a subcommand is missing; one of build, merge, verify, info, prune is wanted" },
        { "cache --cache features verify", "--cache stands before 'verify'" },
        { "cache fly", "fly" },
        { "--fly", "--fly" },
        { "devices --fly", "--fly" },
        { "devices more", "more" },
        { "train", "--mode" },
        { "train --mode sad", "emotion|sentiment" },
        { "train --mode emotion --epoch 3", "did you mean '--epochs'?" },
        { "train --mode emotion --epochs", "--epochs" },
        { "train --mode emotion --epochs 0", "--epochs 0" },
        { "train --mode emotion --epochs 1.5", "--epochs 1.5" },
        { "train --mode emotion --epochs 3 --epochs 4", "--epochs is given twice" },
        { "train --mode emotion --mode sentiment", "--mode is given twice" },
        { "train --mode emotion --epochs --patience 3", "--epochs" },
        { "train --mode emotion --patience 0", "--patience 0" },
        { "train --mode emotion --batch-size -4", "--batch-size -4" },
        { "train --mode emotion --lr 0", "--lr 0" },
        { "train --mode emotion --lr 1e400", "--lr 1e400" },
        { "train --mode emotion --lr 0,001", "--lr 0,001" },
        { "train --mode emotion --lr NaN", "--lr NaN" },
        { "train --mode emotion --lr 11", "--lr 11: a number above 0 to 10 is wanted" },
        { "train --mode emotion --weight-decay 1e9", "--weight-decay 1e9: a number from 0 to 10 is wanted" },
        { "train --mode emotion --class-weight-clip 1001", "from 1 to 1000" },
        { "train --mode emotion --focal-gamma -1", "--focal-gamma -1" },
        { "train --mode emotion --focal-gamma 1e300", "from 0 to 20" },
        { "train --mode emotion --label-smoothing 1", "--label-smoothing 1" },
        { "train --mode emotion --dropout 1", "--dropout 1" },
        { "train --mode emotion --mixup-alpha -0.1", "--mixup-alpha -0.1" },
        { "train --mode emotion --mixup-alpha 1e300", "from 0 to 100" },
        { "train --mode emotion --seed 3000000000", "--seed 3000000000: a whole number from 0 to 2147483647 is wanted" },
        { "train --mode emotion --architecture resnet50", "resnet18|smallcnn" },
        { "train --mode emotion --optimizer sgd", "adam|adamw" },
        { "train --mode emotion --recipe best", "--recipe best" },
        { "train --mode emotion --class-weights maybe", "on|off" },
        { "train --mode emotion --no-specaug --specaug-freq 4", "--specaug-freq" },
        { "train --mode emotion --warmup-epochs 4 --epochs 3", "--warmup-epochs 4" },
        { "train --mode emotion --class-weights off --class-weight-clip 2", "--class-weight-clip" },
        { "train --mode emotion --no-batch-norm", "--no-batch-norm" },
        { "train --mode emotion --specaug-freq 100 --n-mels 64", "--specaug-freq 100" },
        { "train --mode emotion --specaug-time 131", "--specaug-time 131" },
        { "train --mode emotion --architecture smallcnn --n-mels 4", "4 mel bands (--n-mels) and 130 frames" },
        { "train --mode emotion --architecture smallcnn --duration 0.1", "5 frames (--duration, --hop-length); smallcnn wants at least 8" },
        { "train --mode emotion --n-mels 32 --duration 0.7", "31 frames (--duration, --hop-length); resnet18 wants more than 32" },
        { "train --mode emotion --duration 0", "--duration 0" },
        { "train --mode emotion --n-fft 1000", "n_fft 1000" },
        { "train --mode emotion --n-fft 512 --hop-length 1024", "hop length 1024" },
        { "train --mode emotion --f-min 9000 --f-max 8000", "f_min 9000" },
        { "train --mode emotion --sample-rate 16000 --f-max 11025", "f_max 11025" },
        { "train --mode emotion --protocol nobody", "nobody" },
        { "train --mode emotion --protocol seed --fold 1", "--fold 1" },
        { "train --mode emotion --protocol luna-jimenez --fold 5", "--fold 5" },
        { "train --mode emotion --fold -1", "--fold -1: a whole number from 0 to 9999 is wanted" },
        { "train --mode emotion --data nowhere", "nowhere" },
        { "train --mode emotion --backend quantum", "auto|cuda|opencl|cpu|emulator" },
        { "train --mode emotion --device -1", "--device -1" },
        { "train --mode emotion --patience 3", "--patience 3: nothing is waited for when the last epoch is kept; give --keep best as well" },
        { "train --mode emotion --no-augment --time-warp 0.1", "--time-warp" },
        { "train --mode emotion --architecture smallcnn --head attention", "--head" },
        { "train --mode emotion --architecture smallcnn --width 32", "--width" },
        { "train --mode emotion --width 0", "--width 0" },
        { "train --mode emotion --width 48", "--width 48: 16, 32 or 64 is wanted" },
        { "train --mode emotion --ema-decay 1", "--ema-decay 1" },
        { "train --mode emotion --test-crops 0", "--test-crops 0" },
        { "train --mode emotion --mel-warp 1", "--mel-warp 1" },
        { "train --mode emotion --noise-db 3", "--noise-db 3" },
        { "train --resume nowhere", "nowhere" },
        { "train --resume . --epochs 3", "leave out --epochs" },
        { "train --resume . --mode emotion", "leave out --mode" },
        { "crossval --data . --out x", "--mode" },
        { "crossval --mode emotion --out x", "--data" },
        { "crossval --mode emotion --data .", "--out" },
        { "crossval --mode emotion --data . --out file.txt", "file.txt" },
        { "crossval --mode emotion --data . --out x --seeds 0", "--seeds 0" },
        { "crossval --mode emotion --data . --out x --first-seed -1", "--first-seed -1" },
        { "crossval --mode emotion --data . --out x --protocol nobody", "nobody" },
        { "crossval --mode emotion --data . --out x --fold-index 5", "--fold-index 5: protocol 'luna-jimenez' has folds 0 to 4" },
        { "crossval --mode emotion --data . --out x --recipe seed --no-validation", "--no-validation wants --keep last" },
        { "train --mode emotion --recipe seed --no-validation", "--no-validation wants --keep last" },
        { "ablate --data . --out x --no-validation", "unknown flag '--no-validation'" },
        { "crossval --mode emotion --data . --out x --from .", "--from holds with --mode sentiment --targets emotions only" },
        { "crossval --mode sentiment --data . --out x --from .", "--from holds with" },
        { "crossval --mode sentiment --targets emotions --data . --out x --from . --keep-models", "--keep-models contradicts --from" },
        { "crossval --mode sentiment --targets emotions --data . --out x --from nowhere", "--from nowhere: there is no such folder" },
        { "crossval --mode emotion --data . --out x --fold 1", "unknown flag '--fold'" },
        { "crossval --mode emotion --data . --out x --no-specaug --specaug-freq 4", "--specaug-freq" },
        { "crossval merge --mode emotion --data .", "--out" },
        { "crossval merge --mode emotion --data . --out nowhere", "nowhere" },
        { "crossval merge --mode emotion --data . --out . --fold-index 1", "unknown flag '--fold-index'" },
        { "crossval --mode emotion merge", "--mode" },
        { "compare", "FOLDER" },
        { "compare .", "a second folder is wanted" },
        { "compare . nowhere", "nowhere" },
        { "compare . . --clips train", "validation|test" },
        { "compare . . --metric test", "unknown flag '--metric'" },
        { "ablate --out x", "--data" },
        { "ablate --data .", "--out" },
        { "ablate --data . --out x --rows focal-2,nothing", "no row 'nothing'" },
        { "ablate --data . --out x --rows file.txt", "--rows file.txt" },
        { "ablate --data . --out x --folds 6", "--folds 6" },
        { "ablate --data . --out x --epochs 1 --rows epochs-40 --warmup-epochs 2", "row base: --warmup-epochs 2" },
        { "cache build", "--data" },
        { "cache build --data nowhere", "nowhere" },
        { "cache build --data file.txt", "file.txt" },
        { "cache build --data . --shard-clips 0", "--shard-clips 0" },
        { "cache build --data . --n-mels 0", "0 mel bands" },
        { "cache build --data . --cache file.txt", "file.txt" },
        { "cache build --data . --shard 4/4", "--shard 4/4: i/N is wanted, 0/N to N-1/N" },
        { "cache build --data . --shard 1", "--shard 1" },
        { "cache merge --cache nowhere", "nowhere" },
        { "cache verify --cache nowhere", "nowhere" },
        { "cache info --cache nowhere", "nowhere" },
        { "cache prune --cache nowhere", "nowhere" },
        { "features", "WAV" },
        { "features nowhere.wav --stage logmel --out x.npy", "nowhere.wav" },
        { "features file.txt --stage cepstrum --out x.npy", "resampled|logmel|input" },
        { "features file.txt --stage logmel", "--out" },
        { "features file.txt --stage logmel --out new/", "--out new/: a file is wanted, this is a folder" },
        { "evaluate --model nowhere.zip --data .", "nowhere.zip" },
        { "evaluate --model file.txt --data nowhere", "nowhere" },
        { "predict --model file.txt", "FILE" },
        { "predict --model file.txt nowhere.wav", "nowhere.wav" },
        { "predict --model file.txt --top-k 0 file.txt", "--top-k 0" },
        { "predict --model file.txt --format xml file.txt", "table|jsonl|csv|rttm|audacity" },
        { "predict --model file.txt --format rttm file.txt", "--format rttm is for --timeline alone" },
        { "predict --model file.txt --format csv --top-k 2 file.txt", "--top-k is not for --format csv" },
        { "predict --model file.txt --hop 1 file.txt", "--hop is for --timeline alone" },
        { "predict --model file.txt --timeline --hop 0 file.txt", "--hop 0" },
        { "predict --model file.txt --timeline --smoothing 4 file.txt", "--smoothing 4: an odd number is wanted" },
        { "predict --model file.txt --plot x.png file.txt", "--plot is for --timeline alone" },
        { "predict --model file.txt --timeline --plot x.jpg file.txt", "--plot x.jpg: a .png file is wanted" },
        { "predict --model file.txt --timeline --plot new/ file.txt", "--plot new/: a file is wanted, this is a folder" },
        { "predict --model file.txt --timeline --plot x.png file.txt file.txt", "--plot draws one recording, these are 2" },
        { "predict --model file.txt - file.txt -", "- is given twice; standard input can be read once" },
        { "predict --model file.txt --fly file.txt", "--fly" },
        { "predict --model . file.txt", "--model ." },
        { "card --model file.txt --run .", "--run and --crossval are wanted together" },
        { "completion", "SHELL" },
        { "completion tcsh", "bash, zsh or fish" },
        { "quantize --data . --out x.zip", "RUN" },
        { "quantize . --data . --out x.zip --clips 0", "--clips 0" },
        { "bench predict --rounds 0", "--rounds 0" },
        { "serve --model nowhere.zip", "nowhere.zip" },
        { "serve --runs nowhere", "nowhere" },
        { "serve --runs . --port 65536", "--port 65536" },
        { "serve --runs . --host nowhere.invalid", "host 'nowhere.invalid'" },
        { "serve --runs . --token short", "the token: 8 to 200" },
        { "serve --runs . --allow-origin example.org", "origin 'example.org'" },
        { "serve --runs . --max-streams 0", "--max-streams 0" },
        { "serve --runs . --max-seconds 0.5", "--max-seconds 0.5" },
        { "serve --runs . --idle-seconds 0", "--idle-seconds 0" },
        { "bench serve --model file.txt --streams 0", "--streams 0" },
        { "bench serve --model file.txt --seconds 1", "--seconds 1" },
        { "bench", "a subcommand is missing; one of features, train, predict, serve, compare is wanted" },
        { "bench features --stage mel", "kernel|pipeline|files" },
        { "bench features --clips 0", "--clips 0" },
        { "bench features --repeats 0", "--repeats 0" },
        { "bench features --stage kernel --data .", "--data: only the stage files reads and writes files, not kernel" },
        { "bench features --stage pipeline --scratch .", "--scratch: only the stage files reads and writes files, not pipeline" },
        { "bench features --stage files --data . --clips 4", "--clips" },
        { "bench features --stage files --data nowhere", "nowhere" },
        { "bench features --scratch nowhere", "nowhere" },
        { "bench features --n-mels 0", "0 mel bands" },
        { "bench train --clips 1", "--clips 1" },
        { "bench train --data . --clips 4", "--clips" },
        { "bench train --cache somewhere", "--cache: only with --data" },
        { "bench train --epochs 0", "--epochs 0" },
        { "bench compare --data .", "--peer" },
        { "bench compare --peer nowhere.py", "nowhere.py" },
        { "bench compare --peer file.txt --processes 2", "--processes: only with --data" },
        { "bench compare --peer file.txt --scratch .", "--scratch: only with --data" },
        { "bench compare --peer file.txt --data . --clips 4", "--clips: with --data" },
        { "bench compare --peer file.txt --data . --rounds 0", "--rounds 0" },
    };

    [Theory, MemberData(nameof(CommandLines))]
    public void Is_refused_in_one_line(string line, string named)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["file.txt"], "no sound");
        var run = folder.Emotion(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        run.Expect(2).ExpectOneErrorLine(named, "--help");
        Assert.Empty(run.Output);
        Assert.Equal(["file.txt"], Directory.EnumerateFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void With_json_the_same_line_is_the_document()
    {
        using var folder = new TemporaryFolder();
        var run = folder.Emotion("train", "--json", "--mode", "emotion", "--fly").Expect(2).ExpectOneErrorLine("--fly");
        Assert.Contains("--fly", run.Json.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_flag_of_a_subcommand_without_the_subcommand_says_which_there_are()
    {
        using var folder = new TemporaryFolder();
        folder.Emotion("cache", "--json").Expect(2).ExpectOneErrorLine("a subcommand is missing; one of build, merge, verify, info, prune is wanted");
    }

    [Fact]
    public void A_protocol_file_that_is_none_is_refused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["mine.json"], """{"folds": []}""");
        folder.Emotion("train", "--mode", "emotion", "--protocol", "mine.json").Expect(2).ExpectOneErrorLine("mine.json");
    }
}
