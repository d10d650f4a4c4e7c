/* map.js: the counties to pan and zoom (templates/home/map.html), drawn by MapLibre from our own
   outlines: no tiles, no glyphs, no other host; its worker is a file of this site.

   Contract, the JSON in <script type="application/json" id="…-data">:
     counties  [{code, name, fraction, tone, url, spoken, chosen, rings}]
               rings    closed rings of [longitude, latitude]
               tone     "none" dotted, "zero" hatched, "1" to "5" the classes of the legend
               url      what stands beside the map once the county is chosen; empty for nowhere
   data-library  the address of maplibre-gl.mjs
   Fallback: without it the map that the server drew stays, and where this one cannot be drawn
   (no WebGL 2); the table beside it is the same data either way. */

const island = document.querySelector("[data-island=map]");
if (island) start(island).catch((fault) => stay(island, fault));

async function start(place) {
  const data = JSON.parse(document.getElementById(place.dataset.contract).textContent);
  if (!document.createElement("canvas").getContext("webgl2")) throw new Error("no WebGL 2");
  const library = await import(place.dataset.library);
  place.hidden = false;
  const map = new library.Map(options(place, data));
  const failed = new Promise((_, fail) => map.once("error", (event) => fail(event.error)));
  try {
    await Promise.race([new Promise((done) => map.once("load", done)), failed]);
  } catch (fault) {
    map.remove();
    throw fault;
  }
  place.closest(".card").classList.add("live");
  fillPatterns(map);
  map.addControl(new library.NavigationControl({ showCompass: false }), "top-right");
  map.getCanvas().setAttribute("aria-label", "县区图：方向键移动，加减号放大缩小；各县区的名字可以点");
  for (const county of data.counties) label(library, map, county);
  map.on("click", "counties", (event) => {
    const hit = document.querySelector(`[data-county="${event.features[0].properties.code}"]`);
    if (hit) hit.click();
  });
  let moved = false;
  map.on("movestart", (event) => { moved = moved || Boolean(event.originalEvent); });
  map.on("resize", () => { if (!moved) map.fitBounds(boundsOf(data.counties), { padding: 28, duration: 0 }); });
  map.on("mouseenter", "counties", () => { map.getCanvas().style.cursor = "pointer"; });
  map.on("mouseleave", "counties", () => { map.getCanvas().style.cursor = ""; });
}

function stay(place, fault) {
  place.remove();
  if (window.console) console.info("map: the server's drawing stays:", fault && fault.message);
}

function options(place, data) {
  const bounds = boundsOf(data.counties);
  return {
    container: place,
    style: style(data),
    bounds: bounds,
    fitBoundsOptions: { padding: 28 },
    maxBounds: [[bounds[0][0] - 0.8, bounds[0][1] - 0.8], [bounds[1][0] + 0.8, bounds[1][1] + 0.8]],
    maxZoom: 12,
    attributionControl: false,
    dragRotate: false,
    touchPitch: false,
    pitchWithRotate: false,
    cooperativeGestures: true,
    fadeDuration: 0,
    locale: {
      "Map.Title": "县区图",
      "NavigationControl.ZoomIn": "放大",
      "NavigationControl.ZoomOut": "缩小",
      "CooperativeGesturesHandler.WindowsHelpText": "按住 Ctrl 再滚动，可以缩放地图",
      "CooperativeGesturesHandler.MacHelpText": "按住 ⌘ 再滚动，可以缩放地图",
      "CooperativeGesturesHandler.MobileHelpText": "用两个手指移动地图"
    }
  };
}

function style(data) {
  const features = data.counties.map((county) => ({
    type: "Feature",
    properties: { code: county.code, tone: county.tone, chosen: county.chosen },
    geometry: { type: "MultiPolygon", coordinates: county.rings.map((ring) => [ring]) }
  }));
  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const classes = ["1", "2", "3", "4", "5"].flatMap((tone) => [tone, token("--map-" + tone)]);
  return {
    version: 8,
    sources: { counties: { type: "geojson", data: { type: "FeatureCollection", features: features } } },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": token("--paper") } },
      {
        id: "counties", type: "fill", source: "counties",
        paint: { "fill-color": ["match", ["get", "tone"], ...classes, token("--hatch-ground")] }
      },
      {
        id: "edges", type: "line", source: "counties",
        paint: { "line-color": token("--map-edge"), "line-width": 1 }
      },
      {
        id: "chosen", type: "line", source: "counties", filter: ["get", "chosen"],
        paint: { "line-color": token("--accent"), "line-width": 3 }
      }
    ]
  };
}

/* Zero is hatched and no figure dotted, as on the server's map: never told by colour alone. */
function fillPatterns(map) {
  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const drawn = { zero: [token("--hatch"), hatch], none: [token("--map-dot"), dot] };
  for (const [tone, [ink, draw]] of Object.entries(drawn)) {
    const paper = document.createElement("canvas");
    paper.width = paper.height = 16;
    const pen = paper.getContext("2d");
    pen.fillStyle = pen.strokeStyle = ink;
    pen.lineWidth = 2;
    draw(pen);
    map.addImage("pattern-" + tone, pen.getImageData(0, 0, 16, 16), { pixelRatio: 2 });
    map.addLayer({
      id: tone, type: "fill", source: "counties", filter: ["==", ["get", "tone"], tone],
      paint: { "fill-pattern": "pattern-" + tone }
    }, "edges");
  }
}

function hatch(pen) {
  for (const shift of [-16, 0, 16]) {
    pen.beginPath();
    pen.moveTo(shift, 16);
    pen.lineTo(shift + 16, 0);
    pen.stroke();
  }
}

function dot(pen) {
  pen.beginPath();
  pen.arc(8, 8, 2, 0, 2 * Math.PI);
  pen.fill();
}

function label(library, map, county) {
  const element = document.createElement(county.url ? "a" : "span");
  element.className = "map-label" + (["4", "5"].includes(county.tone) ? " dark" : "") + (county.chosen ? " chosen" : "");
  const name = document.createElement("b");
  name.textContent = county.name;
  element.append(name, county.fraction);
  if (county.url) {
    element.href = county.url;
    element.dataset.county = county.code;
    element.setAttribute("aria-label", county.spoken);
    element.addEventListener("click", (event) => choose(event, map, county));
  }
  new library.Marker({ element: element, anchor: "center" }).setLngLat(middle(county.rings)).addTo(map);
}

/* Beside the map stands what the county's own address shows; the map goes there. */
function choose(event, map, county) {
  if (event.ctrlKey || event.metaKey || event.shiftKey || !window.htmx) return;
  event.preventDefault();
  event.stopPropagation();
  document.querySelectorAll(".map-label.chosen").forEach((one) => one.classList.remove("chosen"));
  event.currentTarget.classList.add("chosen");
  map.setFilter("chosen", ["==", ["get", "code"], county.code]);
  map.fitBounds(boundsOf([county]), { padding: 60, maxZoom: 10, duration: still() ? 0 : 400 });
  window.htmx.ajax("GET", county.url, { target: "#beside", swap: "outerHTML" });
  history.replaceState(history.state, "", county.url);
}

function still() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

function boundsOf(counties) {
  const points = counties.flatMap((county) => county.rings.flat());
  const xs = points.map((point) => point[0]);
  const ys = points.map((point) => point[1]);
  return [[Math.min(...xs), Math.min(...ys)], [Math.max(...xs), Math.max(...ys)]];
}

/* The middle of the largest ring, by its area. */
function middle(rings) {
  const ring = rings.reduce((one, other) => (other.length > one.length ? other : one));
  let area = 0, x = 0, y = 0;
  for (let n = 0; n + 1 < ring.length; n += 1) {
    const cross = ring[n][0] * ring[n + 1][1] - ring[n + 1][0] * ring[n][1];
    area += cross;
    x += (ring[n][0] + ring[n + 1][0]) * cross;
    y += (ring[n][1] + ring[n + 1][1]) * cross;
  }
  return [x / (3 * area), y / (3 * area)];
}
