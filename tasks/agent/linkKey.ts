import { linkTask } from "./linkTask.ts";

export default linkTask(false);
