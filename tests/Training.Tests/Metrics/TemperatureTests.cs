using EmotionGpu.Training.Metrics;
using EmotionGpu.Training.Tests.Metrics.Golden;

namespace EmotionGpu.Training.Tests.Metrics;

public class TemperatureTests
{
    public static TheoryData<string> Names => [.. GoldenMetrics.All.Temperatures.Select(golden => golden.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_fit_finds_the_minimum_that_scipy_finds(string name)
    {
        var golden = GoldenMetrics.All.Temperatures.Single(golden => golden.Name == name);
        var clips = GoldenMetrics.Predictions(golden.Truth, golden.Probabilities);
        var temperature = Temperature.Fit(clips);
        Assert.Equal(golden.Temperature, temperature.Value, 1e-6);
        Assert.Equal(golden.Loss, LogLoss.Of(temperature.Apply(clips)), 1e-12);
    }

    [Fact]
    public void Sharpening_probabilities_by_a_power_multiplies_the_temperature_by_it()
    {
        var golden = GoldenMetrics.All.Temperatures[0];
        var clips = GoldenMetrics.Predictions(golden.Truth, golden.Probabilities);
        var sharpened = new Temperature(1 / 1.25).Apply(clips);
        Assert.Equal(1.25 * Temperature.Fit(clips).Value, Temperature.Fit(sharpened).Value, 1e-9);
    }

    [Fact]
    public void Labels_stay_and_probabilities_still_add_up_to_1()
    {
        var golden = GoldenMetrics.All.Temperatures[3];
        var clips = GoldenMetrics.Predictions(golden.Truth, golden.Probabilities);
        foreach (var (clip, scaled) in clips.Zip(new Temperature(3).Apply(clips)))
        {
            Assert.Equal(clip.Predicted, scaled.Predicted);
            Assert.Equal(1, scaled.Probabilities.Sum(), 1e-12);
            Assert.True(scaled.Confidence < clip.Confidence || clip.Confidence == 1);
        }
    }

    [Fact]
    public void A_temperature_of_1_changes_nothing()
    {
        double[] probabilities = [0.2, 0.7, 0.1];
        Assert.All(probabilities.Zip(new Temperature(1).Apply(probabilities)), pair => Assert.Equal(pair.First, pair.Second, 1e-15));
    }

    [Fact]
    public void Predictions_that_want_no_finite_temperature_get_the_nearest_bound()
    {
        var right = GoldenMetrics.Predictions([0, 1], [[0.9, 0.1], [0.1, 0.9]]);
        var wrong = GoldenMetrics.Predictions([1, 0], [[0.9, 0.1], [0.1, 0.9]]);
        Assert.Equal(Temperature.Smallest, Temperature.Fit(right).Value, 1e-12);
        Assert.Equal(Temperature.Largest, Temperature.Fit(wrong).Value, 1e-10);
    }

    [Fact]
    public void A_model_is_given_no_extreme_temperature()
    {
        var right = GoldenMetrics.Predictions([0, 1], [[0.9, 0.1], [0.1, 0.9]]);
        var wrong = GoldenMetrics.Predictions([1, 0], [[0.9, 0.1], [0.1, 0.9]]);
        Assert.Equal((0.25, 4), (Temperature.FitForModel(right).Value, Temperature.FitForModel(wrong).Value));
    }

    [Fact]
    public void Without_validation_predictions_there_is_no_fit() =>
        Assert.Contains("at least one", Assert.Throws<PredictionException>(() => Temperature.Fit([])).Message, StringComparison.Ordinal);
}
