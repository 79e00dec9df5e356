import type { Limits } from "../limits.ts";

/** A program that tries to get out of the sandbox or to take more than its share. */
export interface HostileProgram {
  readonly id: string;
  readonly title: string;
  /**
   * `strategy`: bundled and run as the portal does. `program`: in the runner's place, with all of Node at its hands, as if it had already
   * broken out of the strategy's realm.
   */
  readonly kind: "strategy" | "program";
  readonly code: string;
  readonly limits?: Partial<Limits>;
}

const strategy = (onBar: string, before = "") =>
  `import { defineStrategy } from "rustybt";\n${before}\nexport default defineStrategy({\n  onBar(ctx) {\n    ${onBar}\n  },\n});\n`;

// A runner's beginning: it lies about its layers, is let go on, and prints what it sees.
const program = (body: string) => `
import fs from "node:fs";
const send = (text, length = Buffer.byteLength(text)) => { const head = Buffer.alloc(4); head.writeUInt32LE(length >>> 0); fs.writeSync(3, Buffer.concat([head, Buffer.from(text)])); };
const frame = (value) => send(JSON.stringify(value));
frame({ kind: "layers", seen: { filesystem: "denied", systemCalls: "denied", environment: "denied" } });
fs.readSync(0, Buffer.alloc(3));
const say = (text) => fs.writeSync(1, text + "\\n");
const code = (act) => { try { return String(act() ?? "done"); } catch (error) { return error.code ?? error.name; } };
${body}
`;

const h64 = "a".repeat(64);
const result = `{ kind: "result", run: { hash: "${h64}", seal: "${h64}", bars: 1 } }`;

export const hostilePrograms: readonly HostileProgram[] = [
  {
    id: "S-01",
    title: "reads the host's files, processes and configuration",
    kind: "program",
    code: program(`for (const path of ["/etc/passwd", "/etc/shadow", "/proc/self/environ", "/proc/1/cmdline", "/sys", "/root", "/home", "/tmp", "/var/lib/rustybt", "/work"]) say(path + " " + code(() => fs.openSync(path, "r")));
say(fs.readdirSync("/").sort().join());`),
  },
  {
    id: "S-02a",
    title: "writes files everywhere",
    kind: "program",
    code: program(
      `for (const path of ["/x", "/job/x", "/job/job.json", "/app/x", "/app/main.mjs", "/lib/x", "/node", "/dev/x", "/tmp/x", "/dev/shm/x"]) say(path + " " + code(() => fs.openSync(path, "a")));`,
    ),
  },
  { id: "S-02b", title: "makes a folder", kind: "program", code: program(`fs.mkdirSync("/job/x");`) },
  { id: "S-02c", title: "removes the runner", kind: "program", code: program(`fs.unlinkSync("/app/main.mjs");`) },
  { id: "S-02d", title: "opens its files to others", kind: "program", code: program(`fs.chmodSync("/job/job.json", 0o777);`) },
  { id: "S-03a", title: "makes a symbolic link", kind: "program", code: program(`fs.symlinkSync("/etc/passwd", "/job/link");`) },
  { id: "S-03b", title: "makes a hard link", kind: "program", code: program(`fs.linkSync("/node", "/job/link");`) },
  {
    id: "S-03c",
    title: "climbs, and uses paths that are long, cut off or look like others",
    kind: "program",
    code: program(
      `for (const path of ["/job/../../../etc/passwd", "../../etc/passwd", "/" + "a/".repeat(3000), "/etc/passwd\\0.csv", "/\\u2024\\u2024/etc/passwd", "/job//./..//etc/passwd"]) say(code(() => fs.readFileSync(path)));`,
    ),
  },
  {
    id: "S-04",
    title: "loads native code it has written",
    kind: "program",
    code: program(
      `for (const path of ["/job/x.node", "/tmp/x.node", "/dev/shm/x.node"]) { say(code(() => fs.writeFileSync(path, "\\x7fELF"))); say(code(() => process.dlopen({ exports: {} }, path))); }`,
    ),
  },
  {
    id: "S-05",
    title: "loads libraries as addons",
    kind: "program",
    code: program(
      `for (const path of ["/lib/libc.so.6", "/usr/lib/x86_64-linux-gnu/libcrypto.so.3"]) say(code(() => process.dlopen({ exports: {} }, path)));`,
    ),
  },
  {
    id: "S-06a",
    title: "signals through Node's internals",
    kind: "program",
    code: program(`for (const name of ["spawn_sync", "process_wrap", "tcp_wrap", "fs"]) say(code(() => typeof process.binding(name)));
const { Process } = process.binding("process_wrap"); say(code(() => new Process().kill(9)));`),
  },
  {
    id: "S-06b",
    title: "asks for process by a name no check sees",
    kind: "strategy",
    code: strategy(`const name = "pro" + "cess"; Reflect.get(globalThis, name).exit(0);`),
  },
  {
    id: "S-06c",
    title: "looks for process behind constructors and errors",
    kind: "strategy",
    code: strategy(`const make = ctx.order.constructor; make("return process")().exit(0);`),
  },
  { id: "S-07a", title: "imports a module during the run", kind: "strategy", code: strategy(`const name = "node:" + "fs"; import(name);`) },
  {
    id: "S-07b",
    title: "imports code from elsewhere",
    kind: "program",
    code: program(
      `for (const url of ["http://127.0.0.1/x.mjs", "https://example.com/x.mjs", "file:///etc/passwd", "file:///work/main/package.json"]) await import(url).then(() => say("loaded"), (error) => say(error.code));`,
    ),
  },
  {
    id: "S-08a",
    title: "starts other programs",
    kind: "program",
    code: program(
      `const { spawnSync } = await import("node:child_process"); for (const file of ["/node", "/bin/sh", "sh"]) say(spawnSync(file, [], { stdio: "ignore" }).error.code);`,
    ),
  },
  {
    id: "S-08b",
    title: "starts threads without end",
    kind: "program",
    limits: { memoryBytes: 2 ** 30, tasks: 32 },
    code: program(`const { Worker } = await import("node:worker_threads"); let started = 0; let failed = 0;
for (let n = 0; n < 100; n++) { try { const worker = new Worker("setInterval(() => {}, 1000)", { eval: true }); worker.on("error", () => failed++); await new Promise((resolve) => worker.on("online", resolve).on("error", resolve).on("exit", resolve)); started++; if (failed > 0) break; } catch { failed++; break; } }
say(failed > 0 && started < 64 ? "stopped below 64" : "not stopped: " + started); process.exit(0);`),
  },
  {
    id: "S-09",
    title: "becomes another program that is there",
    kind: "program",
    code: program(`process.execve("/node", ["/node", "-p", "'still inside: ' + require('fs').readdirSync('/').join()"], {});`),
  },
  {
    id: "S-10a",
    title: "connects over TCP",
    kind: "program",
    code: program(`const net = await import("node:net"); net.connect(80, "127.0.0.1");`),
  },
  {
    id: "S-10b",
    title: "sends over UDP",
    kind: "program",
    code: program(`const dgram = await import("node:dgram"); dgram.createSocket("udp4").send("x", 53, "127.0.0.1");`),
  },
  {
    id: "S-10c",
    title: "listens on an abstract Unix socket",
    kind: "program",
    code: program(`const net = await import("node:net"); net.createServer().listen("\\0portal");`),
  },
  {
    id: "S-10d",
    title: "asks for a name over DNS",
    kind: "program",
    code: program(
      `const dns = await import("node:dns"); dns.lookup("example.com", () => {}); await new Promise((resolve) => setTimeout(resolve, 3000));`,
    ),
  },
  {
    id: "S-10e",
    title: "speaks over descriptors it inherited",
    kind: "program",
    code: program(
      `const found = []; for (let file = 3; file < 64; file++) { try { const stat = fs.fstatSync(file); if (stat.isFile() || stat.isSocket() || stat.isDirectory()) found.push(file); } catch {} } say(found.join());`,
    ),
  },
  { id: "S-11a", title: "loops without end", kind: "strategy", limits: { cpuSeconds: 1 }, code: strategy(`for (;;);`) },
  {
    id: "S-11b",
    title: "loops without end, past the wall clock",
    kind: "strategy",
    limits: { wallMs: 1_500 },
    code: strategy(`for (;;);`),
  },
  {
    id: "S-12",
    title: "goes on in promises without end",
    kind: "strategy",
    limits: { cpuSeconds: 1 },
    code: strategy(`const again = (): void => void Promise.resolve().then(again); again();`),
  },
  {
    id: "S-13",
    title: "matches a catastrophic regular expression",
    kind: "strategy",
    limits: { cpuSeconds: 1 },
    code: strategy(`/^(a+)+$/.test(\`\${"a".repeat(40)}!\`);`),
  },
  {
    id: "S-14a",
    title: "waits forever on shared memory",
    kind: "program",
    limits: { wallMs: 1_500 },
    code: program(`Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);`),
  },
  {
    id: "S-14b",
    title: "waits forever on shared memory, in its realm",
    kind: "strategy",
    code: strategy(`Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);`),
  },
  {
    id: "S-15",
    title: "fills the heap",
    kind: "strategy",
    code: strategy(`const all: object[] = []; for (;;) all.push({ all, n: all.length });`),
  },
  {
    id: "S-16a",
    title: "fills memory with buffers",
    kind: "strategy",
    code: strategy(`const all: Uint8Array[] = []; for (;;) all.push(new Uint8Array(1 << 24).fill(1));`),
  },
  {
    id: "S-16b",
    title: "fills memory with WebAssembly",
    kind: "program",
    code: program(
      `const all = []; for (;;) { const memory = new WebAssembly.Memory({ initial: 256 }); new Uint8Array(memory.buffer).fill(1); all.push(memory); }`,
    ),
  },
  { id: "S-16c", title: "uses WebAssembly in its realm", kind: "strategy", code: strategy(`new WebAssembly.Memory({ initial: 256 });`) },
  { id: "S-17a", title: "makes a string longer than strings can be", kind: "strategy", code: strategy(`"x".repeat(2 ** 30);`) },
  {
    id: "S-17b",
    title: "joins a sparse array",
    kind: "strategy",
    limits: { cpuSeconds: 1 },
    code: strategy(`const sparse: string[] = []; sparse[2 ** 31] = "x"; sparse.join("padding");`),
  },
  { id: "S-17c", title: "parses JSON nested without measure", kind: "strategy", code: strategy(`JSON.parse("[".repeat(50_000_000));`) },
  {
    id: "S-18a",
    title: "prints without end",
    kind: "strategy",
    limits: { printedBytes: 1_000_000 },
    code: strategy(`for (;;) console.log("x".repeat(10_000));`),
  },
  {
    id: "S-18b",
    title: "announces a frame of a gigabyte",
    kind: "program",
    code: program(`send("x", 2 ** 30); for (;;) fs.writeSync(3, Buffer.alloc(65_536));`),
  },
  {
    id: "S-18c",
    title: "sends bytes without end",
    kind: "program",
    limits: { outputBytes: 10_000_000 },
    code: program(
      `frame({ kind: "part", name: "result.json" }); for (;;) { send("", 0x80000000 + 1_000_000); fs.writeSync(3, Buffer.alloc(1_000_000)); }`,
    ),
  },
  {
    id: "S-18d",
    title: "prints one line without end",
    kind: "program",
    limits: { printedBytes: 1_000_000 },
    code: program(`for (;;) fs.writeSync(2, "x".repeat(60_000));`),
  },
  {
    id: "S-19a",
    title: "opens files until there are no more",
    kind: "program",
    code: program(
      `let n = 0; let seen; try { for (; n < 1000; n++) fs.openSync("/dev/null"); } catch (error) { seen = error.code; } say(seen + (n < 64 ? " below 64" : " at " + n));`,
    ),
  },
  { id: "S-19b", title: "starts timers without end", kind: "strategy", code: strategy(`for (;;) setInterval(() => undefined, 1);`) },
  {
    id: "S-20a",
    title: "calls itself without end",
    kind: "strategy",
    code: strategy(`const deeper = (n: number): number => deeper(n + 1) + 1; deeper(0);`),
  },
  {
    id: "S-20b",
    title: "records an object with traps",
    kind: "strategy",
    code: strategy(`ctx.record("x", new Proxy({}, { get() { throw new Error("trapped"); } }) as never);`),
  },
  {
    id: "S-20c",
    title: "orders an amount that changes when it is read",
    kind: "strategy",
    code: strategy(`let n = 0; ctx.order({ valueOf: () => ++n * 1e9, toString: () => "1" } as never);`),
  },
  {
    id: "S-21",
    title: "signals its parent, the first process and everyone",
    kind: "program",
    code: program(`for (const pid of [process.ppid, 1, -1, 0, process.pid]) say(code(() => process.kill(pid, "SIGKILL")));`),
  },
  { id: "S-23", title: "becomes another user", kind: "program", code: program(`process.setuid(0);`) },
  {
    id: "S-26",
    title: "logs what terminals obey and databases refuse",
    kind: "strategy",
    code: strategy(
      `if (ctx.bars === 1) ctx.log("\\u001b[2J\\u0000\\ud800 end"); if (ctx.bars === 1) throw new Error("\\u001b[31mred\\u0000");`,
    ),
  },
  {
    id: "S-27",
    title: "pollutes the prototypes of the engine",
    kind: "strategy",
    code: strategy(`if (ctx.bars === 1) Object.defineProperty(Object.prototype, "hash", { get: () => "forged" });`),
  },
  {
    id: "S-28",
    title: "replaces JSON and array methods",
    kind: "strategy",
    code: strategy(`if (ctx.bars === 1) { JSON.stringify = () => "{}"; Array.prototype.map = () => []; }`),
  },
  {
    id: "S-29a",
    title: "throws an object that throws when it is read",
    kind: "strategy",
    code: strategy(`throw new Proxy({}, { get() { throw new Error("trapped"); } });`),
  },
  {
    id: "S-29b",
    title: "throws an error whose stack is its own",
    kind: "strategy",
    code: strategy(`const error = new Error("mine"); error.stack = "at /etc/passwd:1:1"; throw error;`),
  },
  {
    id: "S-30a",
    title: "looks for secrets in environment and arguments",
    kind: "program",
    code: program(`say(Object.keys(process.env).sort().join()); say(process.argv.slice(1).join());`),
  },
  {
    id: "S-30b",
    title: "writes a heap snapshot",
    kind: "program",
    code: program(`const v8 = await import("node:v8"); say(code(() => v8.writeHeapSnapshot("/job/x.heapsnapshot")));`),
  },
  {
    id: "S-30c",
    title: "opens the inspector",
    kind: "program",
    code: program(`const inspector = await import("node:inspector"); inspector.open(0, "127.0.0.1");`),
  },
  { id: "S-31a", title: "sends what is not JSON", kind: "program", code: program(`send("{"); setInterval(() => undefined, 1_000);`) },
  {
    id: "S-31b",
    title: "says its last word twice",
    kind: "program",
    code: program(`frame({ kind: "part", name: "result.json" }); frame(${result}); frame(${result}); setInterval(() => undefined, 1_000);`),
  },
  { id: "S-31c", title: "sends a negative length", kind: "program", code: program(`send("x", -1); setInterval(() => undefined, 1_000);`) },
  {
    id: "S-31d",
    title: "sends a part under a name that is a path",
    kind: "program",
    code: program(`frame({ kind: "part", name: "../../x" }); setInterval(() => undefined, 1_000);`),
  },
  { id: "S-31e", title: "claims success without a result", kind: "program", code: program(`frame(${result}); process.exit(0);`) },
  { id: "S-31f", title: "stops in the middle of a frame", kind: "program", code: program(`send("x", 100); process.exit(0);`) },
  {
    id: "S-31g",
    title: "sends numbers no JSON has",
    kind: "program",
    code: program(
      `send('{"kind":"progress","bar":1e400,"bars":1,"date":"","equity":"1","barsPerSecond":1}'); setInterval(() => undefined, 1_000);`,
    ),
  },
  {
    id: "S-31h",
    title: "sends keys that are prototypes",
    kind: "program",
    code: program(`send('{"kind":"log","lines":[],"dropped":0,"__proto__":{"isAdmin":true}}'); setInterval(() => undefined, 1_000);`),
  },
  { id: "S-32a", title: "orders what is no number", kind: "strategy", code: strategy(`ctx.order(Number.NaN);`) },
  {
    id: "S-32b",
    title: "records under a prototype's name",
    kind: "strategy",
    code: strategy(`ctx.record("__proto__", 1); ctx.record("constructor", "\\ud800"); if (ctx.bars === 2) throw new Error("recorded");`),
  },
  { id: "S-33a", title: "reads the clock", kind: "strategy", code: strategy(`const now = "now"; Reflect.get(Date, now).call(Date);`) },
  {
    id: "S-33b",
    title: "reads a finer clock",
    kind: "strategy",
    code: strategy(`const clock = "performance"; Reflect.get(globalThis, clock).now();`),
  },
  {
    id: "S-34",
    title: "makes a clock of shared memory",
    kind: "strategy",
    code: strategy(`const name = "SharedArrayBuffer"; new (Reflect.get(globalThis, name))(4);`),
  },
  { id: "S-35a", title: "uses chance", kind: "strategy", code: strategy(`const name = "random"; Reflect.get(Math, name)();`) },
  { id: "S-35b", title: "watches the garbage collector", kind: "strategy", code: strategy(`new WeakRef({});`) },
  {
    id: "S-40a",
    title: "matches a regular expression until the stack ends",
    kind: "strategy",
    code: strategy(`/^(?:.|\\n)*$/.test("a".repeat(20_000_000)); throw new Error("matched");`),
  },
  {
    id: "S-40b",
    title: "uses V8's own syntax",
    kind: "program",
    code: program(
      `const vm = await import("node:vm"); say(code(() => new vm.Script("%SystemBreak()").runInThisContext())); const v8 = await import("node:v8"); v8.setFlagsFromString("--allow-natives-syntax"); new vm.Script("%SystemBreak()").runInThisContext();`,
    ),
  },
];
