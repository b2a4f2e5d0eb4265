using EmotionGpu.Serving.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EmotionGpu.Serving.Runs;

/// <summary><c>/api/runs</c> and the runs' reports.</summary>
/// <param name="folder">Below which runs lie; null: there are none.</param>
/// <param name="token">Who may look.</param>
internal sealed class RunEndpoints(string? folder, BearerToken token)
{
    private readonly RunFolders? _runs = folder is null ? null : new RunFolders(folder);

    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/runs", List);
        routes.MapGet("/runs/{**report}", Report);
    }

    private Task List(HttpContext context)
    {
        token.Require(context);
        return ApiJson.Write(context, _runs is null ? [] : _runs.Find().Select(run => RunSummary.Read(run, ReportAddress(run))).OrderByDescending(run => run.Created).ToArray());
    }

    private Task Report(HttpContext context)
    {
        var asked = (string?)context.Request.RouteValues["report"] ?? "";
        var name = asked.EndsWith("/report.html", StringComparison.Ordinal) ? asked[..^"/report.html".Length] : null;
        token.RequireFor(name ?? "", context);
        // Only what is found below the folder is served: no path is made of what was asked for.
        if (name is null || _runs?.Find().FirstOrDefault(run => run.Name == name)?.ReportFile is not { } file)
            throw new RefusalException(StatusCodes.Status404NotFound, "there is no such report; /api/runs lists those that there are");
        SecurityHeaders.SetForReport(context);
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache";
        return context.Response.SendFileAsync(file, context.RequestAborted);
    }

    private string? ReportAddress(RunFolder run) => run.ReportFile is null
        ? null
        : $"/runs/{string.Join('/', run.Name.Split('/').Select(Uri.EscapeDataString))}/report.html{token.KeyQuery(run.Name)}";
}
