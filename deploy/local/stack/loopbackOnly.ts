import { readFile } from "node:fs/promises";

/*
 * A shared object for Linux on x64 that stands in for libc's `bind`: preloaded (`LD_PRELOAD`), it makes a program listen on 127.0.0.1 where
 * it asks for all interfaces. gnd has no option for its address, and from outside only root could confine it. This file assembles it, byte
 * by byte, so that no compiler is needed.
 */

/** Offsets in the file, which are also addresses: one page to read and run, one to write. */
const AT = {
  programHeaders: 0x40,
  symbols: 0x120,
  hash: 0x168,
  relocation: 0x180,
  names: 0x198,
  code: 0x1b0,
  dynamic: 0x1000,
  syscall: 0x1090,
  end: 0x1098,
} as const;
const SYMBOL_SIZE = 24;
const RELOCATION_SIZE = 24;
/** `syscall` begins at 1, `bind` at 9. */
const NAMES = Buffer.from("\0syscall\0bind\0");
/** Where the code continues after its call. */
const AFTER_CALL = AT.code + 0x34;

/** `bind`: its arguments come in edi (socket), rsi (address) and edx (length). */
const CODE = Buffer.from(
  [
    "4883ec18", // sub rsp, 24
    "66833e02", // cmp word [rsi], AF_INET
    "7518", // jne call
    "837e0400", // cmp dword [rsi + 4], INADDR_ANY
    "7512", // jne call
    "0f1006", // movups xmm0, [rsi]
    "0f110424", // movups [rsp], xmm0
    "c74424047f000001", // mov dword [rsp + 4], 127.0.0.1
    "4889e6", // mov rsi, rsp
    "89d1", // call: mov ecx, edx
    "4889f2", // mov rdx, rsi
    "89fe", // mov esi, edi
    "bf31000000", // mov edi, SYS_bind
    `ff15${words(4, AT.syscall - AFTER_CALL).toString("hex")}`, // call [syscall]: libc's own, which sets errno
    "4883c418", // add rsp, 24
    "c3", // ret
  ].join(""),
  "hex",
);

/** The shared object's bytes. */
export function loopbackOnly(): Buffer {
  const file = Buffer.alloc(AT.end);
  const put = (offset: number, ...parts: readonly Buffer[]) =>
    Buffer.concat(parts).copy(file, offset);
  const [LOAD, DYNAMIC, GNU_STACK] = [1, 2, 0x6474e551];
  const [READ_EXECUTE, READ_WRITE] = [5, 6];

  put(0, elfHeader());
  put(
    AT.programHeaders,
    programHeader(LOAD, READ_EXECUTE, 0, AT.code + CODE.length),
    programHeader(LOAD, READ_WRITE, AT.dynamic, AT.end),
    programHeader(DYNAMIC, READ_WRITE, AT.dynamic, AT.syscall),
    programHeader(GNU_STACK, READ_WRITE, 0, 0),
  );
  put(
    AT.symbols + SYMBOL_SIZE,
    globalFunction({ name: 1, section: 0, address: 0, size: 0 }),
    globalFunction({ name: 9, section: 1, address: AT.code, size: CODE.length }),
  );
  // One bucket for three symbols: its chain begins and ends with the second, `bind`.
  put(AT.hash, words(4, 1, 3, 2, 0, 0, 0));
  // R_X86_64_GLOB_DAT: the address of symbol 1, `syscall`.
  put(AT.relocation, words(8, AT.syscall), words(4, 6, 1), words(8, 0));
  put(AT.names, NAMES);
  put(AT.code, CODE);
  put(AT.dynamic, dynamicSection());
  return file;
}

/** Whether a process listens on this port beyond the loopback interface. Linux only, like gnd. */
export async function isExposed(port: number): Promise<boolean> {
  const LISTENING = "0A";
  const LOOPBACK = ["0100007F", "00000000000000000000000001000000"];
  const tables = await Promise.all(
    // A machine without IPv6 has no table of it.
    ["tcp", "tcp6"].map((name) => readFile(`/proc/net/${name}`, "utf8").catch(() => "")),
  );
  return tables
    .join("\n")
    .split("\n")
    .some((line) => {
      const [, local = "", , state] = line.trim().split(/\s+/);
      const [address = "", hexPort = ""] = local.split(":");
      return state === LISTENING && parseInt(hexPort, 16) === port && !LOOPBACK.includes(address);
    });
}

function elfHeader(): Buffer {
  return Buffer.concat([
    Buffer.from("7f454c46020101000000000000000000", "hex"), // 64 bits, little endian
    words(2, 3, 62), // a shared object for x86-64
    words(4, 1),
    words(8, 0, AT.programHeaders, 0),
    words(4, 0),
    words(2, 64, 56, 4, 64, 0, 0),
  ]);
}

function programHeader(type: number, flags: number, start: number, end: number): Buffer {
  const size = end - start;
  return Buffer.concat([words(4, type, flags), words(8, start, start, start, size, size, 0x1000)]);
}

function globalFunction(one: {
  readonly name: number;
  readonly section: number;
  readonly address: number;
  readonly size: number;
}): Buffer {
  const GLOBAL_FUNCTION = 0x12;
  return Buffer.concat([
    words(4, one.name),
    words(1, GLOBAL_FUNCTION, 0),
    words(2, one.section),
    words(8, one.address, one.size),
  ]);
}

function dynamicSection(): Buffer {
  const entries = [
    [4, AT.hash],
    [5, AT.names],
    [6, AT.symbols],
    [7, AT.relocation],
    [8, RELOCATION_SIZE],
    [9, RELOCATION_SIZE],
    [10, NAMES.length],
    [11, SYMBOL_SIZE],
    [0, 0],
  ];
  return words(8, ...entries.flat());
}

/** Numbers of `size` bytes each, little endian. */
function words(size: number, ...values: readonly number[]): Buffer {
  return Buffer.concat(
    values.map((value) => {
      const bytes = Buffer.alloc(size);
      bytes.writeUIntLE(value, 0, Math.min(size, 6));
      return bytes;
    }),
  );
}
