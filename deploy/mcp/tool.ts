import { z } from "zod";

import { LeadEngineError } from "../sdk/errors/leadEngineError.ts";
import type { McpContext, Trading } from "./context.ts";
import { fromJson } from "./schema.ts";

/** What a tool does to the world. */
export interface Effects {
  /** Whether it may end or replace something. */
  readonly destructive: boolean;
  /** Whether the same call again does nothing more. */
  readonly idempotent: boolean;
}

/** A context that may send. */
export type TradingContext = McpContext & Trading;

/** What all tools have. */
interface ToolFace<ParametersT extends z.ZodObject, ResultT extends z.ZodObject> {
  readonly name: string;
  readonly title: string;
  /** What it does and when to use it. */
  readonly description: string;
  readonly parameters: ParametersT;
  readonly result: ResultT;
  /** The schema of parameters to show, where `parameters` leaves a part of them to the tool. */
  readonly shown?: z.ZodType;
}

/** A tool that changes nothing. */
export interface ReadingTool<
  ParametersT extends z.ZodObject = z.ZodObject,
  ResultT extends z.ZodObject = z.ZodObject,
> extends ToolFace<ParametersT, ResultT> {
  readonly run: (
    context: McpContext,
    parameters: z.output<ParametersT>,
  ) => Promise<z.output<ResultT>>;
}

/** A tool that sends or changes something: a person is asked first. */
export interface ActingTool<
  ParametersT extends z.ZodObject = z.ZodObject,
  ResultT extends z.ZodObject = z.ZodObject,
> extends ToolFace<ParametersT, ResultT> {
  readonly effects: Effects;
  /** The command that does the same, for a person. */
  readonly command: (context: McpContext, parameters: z.output<ParametersT>) => string;
  /** Refuses what the operator does not allow, and says what a person is asked: before it is asked, and again before anything is sent. */
  readonly question: (
    context: TradingContext,
    parameters: z.output<ParametersT>,
  ) => Promise<string>;
  readonly run: (
    context: TradingContext,
    parameters: z.output<ParametersT>,
  ) => Promise<z.output<ResultT>>;
}

/** A tool of the server. */
export type Tool = ReadingTool | ActingTool;

/** Defines a tool that changes nothing. */
export function readingTool<ParametersT extends z.ZodObject, ResultT extends z.ZodObject>(
  tool: ReadingTool<ParametersT, ResultT>,
): ReadingTool {
  return tool;
}

/** Defines a tool that sends or changes something. */
export function actingTool<ParametersT extends z.ZodObject, ResultT extends z.ZodObject>(
  tool: ActingTool<ParametersT, ResultT>,
): ActingTool {
  return tool;
}

/** Whether a tool changes nothing. */
export function isReading(tool: Tool): tool is ReadingTool {
  return !("effects" in tool);
}

/**
 * A tool's parameters as a client gave them.
 * @throws {LeadEngineError} `INVALID_PARAMETERS` names each parameter and its rule, never its value.
 */
export function parametersOf({ name, parameters }: Tool, given: unknown): z.output<z.ZodObject> {
  const { success, data, error } = parameters.safeParse(fromJson(parameters, given ?? {}));
  if (success) return data;
  throw new LeadEngineError(
    "INVALID_PARAMETERS",
    `The parameters of ${name} are wrong: ${z.prettifyError(error)}`,
    `Correct them and call ${name} again; tools/list has its schema.`,
    { issues: error.issues.map(({ path, message }) => ({ path: path.join("."), message })) },
  );
}
