import { resolve } from "./keys";

test("each name has a key of its own", () => expect(resolve("a")).not.toBe(resolve("b")));
