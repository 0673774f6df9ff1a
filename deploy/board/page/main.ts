import { timeText } from "../../sdk/codes/text.ts";
import { AuctionsView } from "./auctionsView.ts";
import { ChainClock } from "./clock.ts";
import { byId, control, setText } from "./dom.ts";
import { readMarket, readStory, type Market } from "./market.ts";
import { showEnded, showSolvency } from "./marketViews.ts";
import { PricesView } from "./pricesView.ts";
import { goTo, isWebUrl, namedSubgraph } from "./source.ts";
import { StoryView } from "./storyView.ts";

/** Time from one look at the subgraph to the next, milliseconds: Base has a block every two seconds. */
const EVERY = 4_000;
/** Open rounds that are asked for at first, and with each press of the button. */
const PAGE = 200;
/** How long an answer may take, milliseconds. */
const PATIENCE = 15_000;

/** Shows the market of a subgraph, and keeps showing it. */
function startBoard(url: string): void {
  const clock = new ChainClock();
  const now = () => clock.now();
  let limit = PAGE;
  let pending: ReturnType<typeof setTimeout> | undefined;
  const auctions = new AuctionsView(now);
  const prices = new PricesView(() => void look());
  const story = new StoryView((leadId) => readStory(url, leadId));

  /** Looks once, and has the next look follow. */
  async function look(): Promise<void> {
    clearTimeout(pending);
    const turn = (pending = setTimeout(() => void look(), PATIENCE));
    try {
      const market = await readMarket(url, { limit, ...prices.range(now()) });
      // A later look has overtaken this one.
      if (turn !== pending) return;
      show(market);
      await story.refresh();
      tell("connected", "Connected");
    } catch (error) {
      if (turn !== pending) return;
      tell("lost", `${error instanceof Error ? error.message : String(error)} Trying again.`);
    }
    if (turn !== pending) return;
    clearTimeout(pending);
    if (!document.hidden) pending = setTimeout(() => void look(), EVERY);
  }

  function show({ block, open, ended, prices: series, solvency }: Market): void {
    if (block.timestamp !== null) clock.see(block.timestamp);
    setText(byId("clock"), timeText(now()));
    auctions.show(open);
    byId("more").hidden = open.length < limit;
    showEnded(ended);
    prices.show(series);
    showSolvency(solvency);
    setText(byId("block"), `Block ${block.number.toLocaleString("en")}`);
    document.body.dataset["block"] = String(block.number);
  }

  byId("more").addEventListener("click", () => {
    limit += PAGE;
    void look();
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) void look();
  });
  setInterval(() => {
    auctions.tick();
    setText(byId("clock"), timeText(now()));
  }, 1_000);
  void look().then(() => story.follow());
}

/** Says how the connection is; a screen reader hears it when it changes. */
function tell(state: "connected" | "connecting" | "lost", words: string): void {
  document.body.dataset["connection"] = state;
  setText(byId("status"), words);
}

function start(): void {
  const url = namedSubgraph();
  const field = control("source");
  field.value = url ?? "";
  byId("source-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const wanted = field.value.trim();
    if (isWebUrl(wanted)) goTo(wanted);
    else
      tell(
        "lost",
        "That is not a URL. Write it as https://example.org/subgraphs/name/lead-engine.",
      );
  });
  if (url === undefined) {
    tell(
      "lost",
      "No subgraph is named. Write its URL below, or add ?subgraph=https://… to this page's address.",
    );
  } else if (isWebUrl(url)) {
    tell("connecting", `Asking ${url}`);
    startBoard(url);
  } else {
    tell("lost", "What this page's address names as subgraph is not a URL.");
  }
}

start();
