import { expect } from "chai";
import hre from "hardhat";
import { ArgumentType } from "hardhat/types/arguments";
import type { Task } from "hardhat/types/tasks";

/** Argument of a task, with what its help says of it. */
interface Described {
  readonly label: string;
  readonly description: string;
  readonly defaultValue: unknown;
  /** Whether it must be given. */
  readonly required: boolean;
  readonly flag: boolean;
  readonly number: boolean;
}

/** What a number's unit is called. */
const UNITS =
  /USDC|basis points|percent|number|score|gas|how (many|often)|leads|auctions|runs|accounts|port|hour|day|seconds/i;
const NUMBERS = [ArgumentType.INT, ArgumentType.BIGINT, ArgumentType.FLOAT];

/** The tasks of this project; those of plugins explain themselves. */
function ownTasks(): Task[] {
  const walk = (task: Task): Task[] => [task, ...[...task.subtasks.values()].flatMap(walk)];
  return [...hre.tasks.rootTasks.values()]
    .flatMap(walk)
    .filter(({ isEmpty, actions }) => !isEmpty && actions[0].pluginId === undefined);
}

function argumentsOf({ id, positionalArguments, options }: Task): Described[] {
  const positional = new Set<unknown>(positionalArguments);
  return [...positionalArguments, ...options.values()].map((one) => ({
    label: `${id.join(" ")} ${positional.has(one) ? one.name : `--${one.name}`}`,
    description: one.description,
    defaultValue: one.defaultValue,
    required: positional.has(one) && one.defaultValue === undefined,
    flag: one.type === ArgumentType.FLAG,
    number: NUMBERS.includes(one.type),
  }));
}

describe("--help of each task", () => {
  const described = ownTasks().flatMap(argumentsOf);
  const missing = (lacks: (argument: Described) => boolean): string[] =>
    described.filter((argument) => !argument.flag && lacks(argument)).map(({ label }) => label);

  it("should find the tasks and say something about each", () => {
    const tasks = ownTasks();
    expect(tasks.length).to.be.greaterThan(50);
    for (const { id, description } of tasks) {
      expect(description, id.join(" ")).to.match(/^[A-Z].{15}/);
    }
    for (const { label, description } of described) {
      expect(description, label).to.match(/^\S.{10}/);
    }
  });

  it("should give an example for every argument, or a default that is one", () => {
    const isExample = (value: unknown) => Boolean(value) && value !== "0x";
    expect(
      missing(
        ({ description, defaultValue }) =>
          !/such as /.test(description) && !isExample(defaultValue),
      ),
    ).to.deep.equal([]);
  });

  it("should say what holds where an argument is left out", () => {
    // Hardhat shows a default that is a value of its own.
    const isShown = (value: unknown) => value !== undefined && value !== "" && value !== "0x";
    expect(
      missing(
        ({ description, defaultValue, required }) =>
          !required && !isShown(defaultValue) && !/by default|default is/i.test(description),
      ),
    ).to.deep.equal([]);
  });

  it("should name the unit of every number", () => {
    expect(missing(({ number, description }) => number && !UNITS.test(description))).to.deep.equal(
      [],
    );
  });
});
