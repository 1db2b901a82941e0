import { resolve } from "./keys";

export const serve = async (name: string) => (await resolve(name)).send();
