const told = JSON.parse(document.getElementById("live").textContent);
for (const picture of document.querySelectorAll("img[data-chart]")) {
    const stage = document.createElement("div");
    const chart = told.charts[picture.dataset.chart];
    stage.className = "live";
    stage.setAttribute("role", "img");
    stage.setAttribute("aria-label", picture.alt);
    picture.after(stage);
    vegaEmbed(stage, { ...chart, width: "container" }, {
        renderer: "svg", actions: false, logLevel: 1, formatLocale: told.number, timeFormatLocale: told.time, tooltip: true,
    }).then(() => { stage.querySelector("svg").setAttribute("aria-hidden", "true"); picture.hidden = true; }, () => { stage.remove(); });
}
