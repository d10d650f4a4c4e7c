"""Outlines of counties, read from GeoJSON."""

import pytest

from jiugai.exchange.map_layers import county_outlines, outlines_of

ONE = """{"type":"FeatureCollection","features":[{"type":"Feature",
"properties":{"code":"610902","name":"汉滨区","former_codes":["612401"]},
"geometry":{"type":"Polygon","coordinates":[[[109,32],[110,32],[110,33],[109,32]]]}}]}"""


class TestCountyOutlines:
    def test_gives_the_ten_counties_of_the_demo_city(self):
        outlines = county_outlines("610900")

        assert len(outlines) == 10
        assert {outline.code[:4] for outline in outlines} == {"6109"}
        assert all(ring[0] == ring[-1] for outline in outlines for ring in outline.rings)

    def test_gives_neighbours_the_same_boundary(self):
        """Each stretch of boundary is thinned once: a gap would show as a point of one side only."""
        points = [
            {point for ring in outline.rings for point in ring}
            for outline in county_outlines("610900")
        ]
        shared = {
            point for i, one in enumerate(points) for other in points[:i] for point in one & other
        }

        assert len(shared) > 200

    def test_finds_a_county_by_the_code_it_bore(self):
        (xunyang,) = (one for one in county_outlines("610900") if one.bears("610928"))

        assert xunyang.code == "610981"

    def test_gives_none_for_a_city_without_outlines(self):
        assert county_outlines("110100") == ()


class TestOutlinesOf:
    def test_reads_a_single_polygon(self):
        (outline,) = outlines_of(ONE)

        assert outline.rings == (((109.0, 32.0), (110.0, 32.0), (110.0, 33.0), (109.0, 32.0)),)
        assert outline.bears("612401")

    @pytest.mark.parametrize(
        "text", ["{}", '{"features":[{}]}', '{"features":[{"properties":{}}]}']
    )
    def test_refuses_what_is_no_map(self, text: str):
        with pytest.raises(ValueError, match="not outlines"):
            outlines_of(text)
