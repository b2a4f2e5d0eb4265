using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using EmotionGpu.Training.Evaluation;
using EmotionGpu.Training.Reports;
using EmotionGpu.Training.Trainers;

namespace EmotionGpu.Cli.Options;

/// <summary>Recipes by name: flags of <c>train</c> on top of a base.</summary>
/// <param name="Base">Name of the base's recipe; null: that of the command line, <see cref="RecipePreset.Seed"/> where it names none.</param>
/// <param name="Rows">The rows besides the base itself.</param>
/// <param name="Flags">Flags of the base and of every row that does not have them itself; null: none.</param>
internal sealed record AblationRows(string? Base, IReadOnlyList<AblationRows.Row> Rows, IReadOnlyList<string>? Flags = null)
{
    /// <summary>Name of the base's own row.</summary>
    public const string BaseRow = "base";

    private const string RecipeFlag = "--recipe";

    private const string Form = """{"base": "seed", "rows": [{"name": "longer", "flags": ["--epochs", "40"]}]}""";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowTrailingCommas = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>
    /// The table of the project that recipe <c>seed</c> is from, and of that recipe unless the command line names another. It has class weights, SpecAugment 8/20 and mixup; class weights alone are
    /// it without the other two. The balanced sampler takes the place of the class weights: both would count rare classes twice.
    /// </summary>
    public static AblationRows Original { get; } = new(Base: null,
    [
        new("class-weights-alone", ["--no-specaug", "--mixup-alpha", "0"]),
        new("smoothing-0.05", ["--label-smoothing", "0.05"]),
        new("smoothing-0.1", ["--label-smoothing", "0.1"]),
        new("balanced-sampler", ["--balanced-sampler", "--class-weights", "off"]),
        new("specaug-12-30", ["--specaug-freq", "12", "--specaug-time", "30"]),
        new("specaug-4-10", ["--specaug-freq", "4", "--specaug-time", "10"]),
        new("epochs-40", ["--epochs", "40"]),
        new("lr-1e-4", ["--lr", "1e-4"]),
        new("lr-5e-4", ["--lr", "5e-4"]),
        new("focal-2", ["--focal-gamma", "2"]),
    ]);

    /// <summary>Flags with a name.</summary>
    /// <param name="Name">Of the row and its folder.</param>
    /// <param name="Flags">As they are typed, word by word.</param>
    internal sealed record Row(string Name, IReadOnlyList<string> Flags);

    /// <summary>Reads a file of rows.</summary>
    /// <exception cref="CommandException">It has another form.</exception>
    public static AblationRows Read(string path)
    {
        try
        {
            var rows = JsonSerializer.Deserialize<AblationRows>(File.ReadAllText(path), Json);
            return rows is { Rows.Count: > 0 } && rows.Rows.All(row => row is { Name: not null, Flags: not null })
                ? rows.Checked(path)
                : throw new JsonException("something is missing");
        }
        catch (JsonException error)
        {
            throw CommandException.Usage($"--rows {path}: no table of rows ({error.Message}); wanted {Form}");
        }
    }

    /// <summary>Only the rows of these names, in their order here.</summary>
    /// <exception cref="CommandException">There is none of a name.</exception>
    public AblationRows Only(IReadOnlyList<string> names)
    {
        var unknown = names.Except(Rows.Select(row => row.Name)).FirstOrDefault();
        return unknown is null
            ? this with { Rows = [.. Rows.Where(row => names.Contains(row.Name))] }
            : throw CommandException.Usage(
                $"--rows: no row '{unknown}' and no such file; rows are {string.Join(", ", Rows.Select(row => row.Name))}");
    }

    /// <summary>The rows with their options, the base first.</summary>
    /// <param name="commandLine">The ablation's own command line, whose flags all rows have that do not give them otherwise.</param>
    /// <exception cref="CommandException">A row's flags are wrong.</exception>
    public IReadOnlyList<AblationRow> Read(ParseResult commandLine)
    {
        string[] ofFile = [.. Base is null ? [] : new[] { RecipeFlag, Base }, .. Flags ?? []];
        var typed = FlagWords.Over([RecipeFlag, RecipePreset.Seed.Recipe.Name], RowCommand.FlagsOf(commandLine));
        var ofBase = FlagWords.Over(typed, ofFile);
        var start = new AblationRow(BaseRow, string.Join(' ', ofBase), RowCommand.Read(BaseRow, ofBase));
        return [start, .. Rows.Select(row => DifferingFrom(start, new AblationRow(
            row.Name, string.Join(' ', row.Flags), RowCommand.Read(row.Name, FlagWords.Over(ofBase, row.Flags)))))];
    }

    // It would be trained for hours to be compared with itself.
    private static AblationRow DifferingFrom(AblationRow start, AblationRow row) => Unnamed(row.Options) != Unnamed(start.Options)
        ? row
        : throw CommandException.Usage($"row {row.Name}: '{row.Flags}' changes nothing in the base ({start.Flags}); "
            + "leave the row out, or start from another recipe with --recipe or the file's \"base\"");

    private static RunOptions Unnamed(RunOptions options) => options with { Recipe = options.Recipe with { Name = "" } };

    private AblationRows Checked(string path)
    {
        var names = Rows.Select(row => row.Name).Prepend(BaseRow).ToArray();
        if (names.FirstOrDefault(name => name is "" or "." or ".." || name.AsSpan().ContainsAny(Path.GetInvalidFileNameChars())) is { } bad)
            throw CommandException.Usage($"--rows {path}: the name '{bad}' is no name of a folder");
        var twice = names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1);
        return twice is null ? this : throw CommandException.Usage($"--rows {path}: two rows are called '{twice.Key}' ('{BaseRow}' is the base itself)");
    }
}
