// What only the browser can do: remember colours, come back when the silo does, and go to a place in a text.
window.naturalThoughts = {
    chosenColours: () => localStorage.getItem("naturalthoughts-colours"),
    chooseColours: colours => localStorage.setItem("naturalthoughts-colours", colours),
    scrollTo: id => document.getElementById(id)?.scrollIntoView({ block: "center" }),
    moveTo: (element, line, column) => {
        const lines = element.value.split("\n");
        const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0) + (column ?? 1) - 1;
        element.focus();
        element.setSelectionRange(start, start);
    },
};

// Blazor says what becomes of the connection by events on this element. A silo that was started anew knows nothing of the page:
// it is loaded again. One that does not answer is asked once a second for as long as it takes.
const lost = document.getElementById("components-reconnect-modal");
lost.addEventListener("components-reconnect-state-changed", async ({ detail: { state } }) => {
    if (state === "show" && !lost.open) lost.showModal();
    else if (state === "hide") lost.close();
    else if (state === "rejected") location.reload();
    else if (state === "failed") comeBack();
});

async function comeBack() {
    for (;;) {
        await new Promise(resolve => setTimeout(resolve, 1000));
        try {
            const answer = await fetch("/health/ready", { cache: "no-store" });
            if (answer.ok) return location.reload();
        } catch {
            // Nobody is there yet.
        }
    }
}
