using System.Text;
using EmotionGpu.Fuzzing.Mutation;
using EmotionGpu.Serving;
using EmotionGpu.Serving.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace EmotionGpu.Fuzzing.Targets;

/// <summary>What stands behind the question mark of <c>/api/predict</c>, taken apart by ASP.NET as the server has it.</summary>
internal sealed class QueryTarget() : ReaderTarget("query", new MemoryLimit(96, 32 << 10))
{
    private static readonly string[] Words = ["top", "timeline", "true", "false", "window", "hop", "smoothing", "silence-db", "%00", "%", "+", "&", "=", "%F0%9F"];

    /// <inheritdoc/>
    public override int MaxLength => 8192;

    /// <inheritdoc/>
    public override byte[] Mutate(byte[] input, Random random) => TextMutation.Apply(input, "&=", Words, random);

    /// <inheritdoc/>
    public override bool Run(byte[] input)
    {
        try
        {
            var query = PredictQuery.Read(new QueryCollection(QueryHelpers.ParseQuery(Encoding.Latin1.GetString(input))));
            Promise(query.Top is >= 1 and <= 1000, $"top {query.Top}");
            return true;
        }
        catch (RefusalException)
        {
            return false;
        }
        catch (InvalidDataException)
        {
            // ASP.NET's own, of a query with over 1024 keys; the server below answers 400 for it.
            return false;
        }
    }
}
