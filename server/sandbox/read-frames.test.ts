import { expect, test } from "vitest";
import { bytesFlag, type Message, OutputLimitError, ProtocolError, readFrames } from "./read-frames.ts";

const frame = (body: string | Uint8Array, flag = 0): Buffer => {
  const bytes = Buffer.from(body as string);
  const head = Buffer.alloc(4);
  head.writeUInt32LE(bytes.length + flag);
  return Buffer.concat([head, bytes]);
};

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function messages(bytes: Buffer, size = bytes.length || 1, most = 1e6): Promise<Message[]> {
  const all: Message[] = [];
  for await (const message of readFrames(inPieces(bytes, size), most)) all.push(message);
  return all;
}

const part = frame('{"kind":"part","name":"result.json"}');

test("frames are the same however the stream is cut", async () => {
  const bytes = Buffer.concat([part, frame("abc", bytesFlag), frame("", bytesFlag), frame(Buffer.alloc(300, 7), bytesFlag)]);
  const whole = [{ kind: "part", name: "result.json" }, Buffer.from("abc"), Buffer.alloc(0), Buffer.alloc(300, 7)];
  for (const size of [1, 2, 3, 4, 5, 7, 40, 41, bytes.length]) expect(await messages(bytes, size), `${size}`).toEqual(whole);
});

test("what no job sends is refused, with what is out of place", async () => {
  const refusal = async (text: string) =>
    messages(frame(text)).catch((error) => (error instanceof ProtocolError ? error.message : String(error)));
  expect(await refusal("nonsense")).toBe("a frame that is not JSON");
  expect(await refusal('{"kind":"exec"}')).toBe("a frame with kind out of place");
  expect(await refusal('{"kind":"part","name":"/etc/passwd"}')).toBe("a frame with name out of place");
  expect(await refusal('{"kind":"progress","bar":-1,"bars":1,"date":"","equity":"1","barsPerSecond":1}')).toBe(
    "a frame with bar out of place",
  );
  expect(await refusal('{"kind":"progress","bar":1,"bars":1,"date":"","equity":"1e9","barsPerSecond":1}')).toBe(
    "a frame with equity out of place",
  );
  expect(await refusal(`{"kind":"error","code":"x","message":"${"x".repeat(20_001)}"}`)).toBe("a frame with message out of place");
  expect(await refusal("[]")).toBe("a frame with its kind out of place");
});

test("lengths are looked at before anything is kept, and the whole has a limit", async () => {
  const head = Buffer.from([0xff, 0xff, 0xff, 0x7f]);
  await expect(messages(head)).rejects.toThrow(new ProtocolError("a frame of 2147483647 bytes"));
  await expect(messages(Buffer.concat([part, Buffer.alloc(3)]))).rejects.toThrow(new ProtocolError("the last frame is cut off"));
  await expect(messages(frame(Buffer.alloc(2_000), bytesFlag), 100, 1_000)).rejects.toThrow(OutputLimitError);
});

test("texts lose what terminals obey and databases refuse", async () => {
  const [message] = await messages(frame('{"kind":"error","code":"x","message":"\\u001b[31m\\u0000\\ud800\\nend"}'));
  expect(message).toEqual({ kind: "error", code: "x", message: "\ufffd[31m\ufffd\ufffd\nend" });
});
