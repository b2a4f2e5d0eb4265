using EmotionGpu.Features.LogMel;

namespace EmotionGpu.Inference.Tests;

public sealed class ModelMetadataTests
{
    [Fact]
    public void Metadata_say_whether_the_training_sounds_were_synthetic_and_older_ones_do_not()
    {
        var json = (SmallModel.Metadata with { Synthetic = true }).ToJson();
        Assert.True(ModelMetadata.FromJson(json).Synthetic);
        Assert.False(ModelMetadata.FromJson(json.Replace(",\"synthetic\":true", "", StringComparison.Ordinal)).Synthetic);
    }

    [Fact]
    public void Metadata_have_the_floor_and_older_ones_none()
    {
        var json = (SmallModel.Metadata with { Input = SmallModel.Metadata.Input with { FloorDecibel = 80 } }).ToJson();
        Assert.Equal(80, ModelMetadata.FromJson(json).Input.FloorDecibel);
        var older = json.Replace(",\"floorDecibel\":80", "", StringComparison.Ordinal);
        Assert.NotEqual(json, older);
        Assert.Equal(SmallModel.Metadata.Input, ModelMetadata.FromJson(older).Input);
        Assert.Throws<FormatException>(() => ModelMetadata.FromJson(json.Replace("Decibel\":80", "Decibel\":-80", StringComparison.Ordinal)));
    }

    [Fact]
    public void Metadata_say_how_the_input_is_standardised_and_older_ones_mean_the_crops_own()
    {
        var json = (SmallModel.Metadata with { Input = SmallModel.Metadata.Input with { Standardisation = Standardisation.Fixed } }).ToJson();
        Assert.Equal(Standardisation.Fixed, ModelMetadata.FromJson(json).Input.Standardisation);
        var older = json.Replace(",\"standardisation\":\"fixed\"", "", StringComparison.Ordinal);
        Assert.NotEqual(json, older);
        Assert.Equal(Standardisation.Crop, ModelMetadata.FromJson(older).Input.Standardisation);
    }

    [Fact]
    public void Older_metadata_mean_one_network_one_crop_and_no_temperature()
    {
        var json = (SmallModel.Metadata with { Members = 5, Crops = 3, Temperature = 1.5 }).ToJson();
        var (read, older) = (ModelMetadata.FromJson(json), json.Replace(",\"members\":5,\"crops\":3,\"temperature\":1.5", "", StringComparison.Ordinal));
        Assert.Equal((5, 3, 1.5), (read.Members, read.Crops, read.Temperature));
        Assert.Equal(SmallModel.Metadata, ModelMetadata.FromJson(older) with { Classes = SmallModel.Metadata.Classes });
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(11, 1, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(1, 101, 1)]
    [InlineData(1, 1, 0)]
    [InlineData(1, 1, -2)]
    public void Metadata_out_of_range_are_refused(int members, int crops, double temperature)
    {
        var metadata = SmallModel.Metadata with { Members = members, Crops = crops, Temperature = temperature };
        Assert.Contains("supported", Assert.Throws<FormatException>(() => ModelMetadata.FromJson(metadata.ToJson())).Message, StringComparison.Ordinal);
    }
}
