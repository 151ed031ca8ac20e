"""West Lake in Hangzhou under a full moon; `lake` puts it together."""
