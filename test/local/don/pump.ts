import { expect } from "chai";

import { startPump, type Pump } from "../../../deploy/local/don/pump.ts";

const NEVER = () => Promise.resolve(Date.now() + 3_600_000);

/** A promise, and what fulfils it. */
function gate(): [opened: Promise<void>, open: () => void] {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return [opened, open];
}

describe("startPump", () => {
  let pump: Pump | undefined;
  afterEach(() => pump?.close());

  it("should do a turn at once, and another when something is due", async () => {
    let turns = 0;
    await new Promise<void>((resolve) => {
      pump = startPump(() => {
        if (++turns === 3) resolve();
        return turns < 3 ? Promise.resolve(0) : NEVER();
      });
    });
    expect(turns).to.equal(3);
  });

  it("should do one turn more for all kicks while one is being done", async () => {
    let turns = 0;
    const [first, end] = gate();
    const [done, finish] = gate();
    pump = startPump(async () => {
      turns += 1;
      if (turns === 1) await first;
      else finish();
      return NEVER();
    });
    pump.kick();
    pump.kick();
    end();
    await done;
    await pump.close();
    expect(turns).to.equal(2);
  });

  it("should wait for the turn that is being done when it is closed, and do no other", async () => {
    let turns = 0;
    const [first, end] = gate();
    pump = startPump(async () => {
      turns += 1;
      await first;
      return 0;
    });
    const closed = pump.close();
    pump.kick();
    end();
    await closed;
    expect(turns).to.equal(1);
  });
});
