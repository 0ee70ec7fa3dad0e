import { placeGiven } from '../place-values.ts'
import type { Probe, ProbeResult } from '../probe.ts'
import { onWire } from '../wire/on-wire.ts'
import { placeElsewhere } from '../wire/place.ts'
import { ProbeFault } from '../wire/probe-fault.ts'
import { said } from '../wire/said.ts'
import type { Wire } from '../wire/wire.ts'
import { type FastcgiSettings, fastcgiSettings } from './fastcgi-settings.ts'

/** Types of records (FastCGI specification 1.0, §8). */
const [BEGIN, END, PARAMS, STDIN, STDOUT] = [1, 3, 4, 5, 6]

/** Asks an application server for its ping; any answer shows that a worker took it up. */
export const fastcgi: Probe<FastcgiSettings> = {
  name: 'fastcgi',
  settings: fastcgiSettings,
  elsewhere: (settings) => placeElsewhere(placeGiven(settings)),
  run: (settings, tools) => onWire(placeGiven(settings), tools, (wire) => ping(wire, settings)),
}

async function ping(wire: Wire, { path }: FastcgiSettings): Promise<ProbeResult> {
  wire.send(question(path))
  const output: Buffer[] = []
  for (;;) {
    const { type, content } = await nextRecord(wire)
    if (type === STDOUT) output.push(content)
    if (type === END) break
  }
  const [head = '', body = ''] = Buffer.concat(output)
    .toString('latin1')
    .split(/\r?\n\r?\n/, 2)
  const [, status] = /^Status: (.*)$/im.exec(head) ?? []
  const answer = status?.trim() ?? body
  return {
    verdict: 'ok',
    text: `${wire.words} answered ${answer === '' ? 'with nothing' : said(Buffer.from(answer, 'latin1'), 60)}`,
  }
}

function question(path: string): Buffer {
  const params = { SCRIPT_NAME: path, SCRIPT_FILENAME: path, REQUEST_URI: path, REQUEST_METHOD: 'GET' }
  const pairs = Object.entries(params).map(([name, value]) =>
    Buffer.concat([lengthBytes(name.length), lengthBytes(value.length), Buffer.from(name + value, 'latin1')]),
  )
  // A responder, and the connection ends with the answer.
  const begin = Buffer.from([0, 1, 0, 0, 0, 0, 0, 0])
  const records = [
    [BEGIN, begin],
    [PARAMS, Buffer.concat(pairs)],
    [PARAMS, Buffer.alloc(0)],
    [STDIN, Buffer.alloc(0)],
  ] as const
  return Buffer.concat(records.map(([type, content]) => Buffer.concat([recordHead(type, content.length), content])))
}

function lengthBytes(length: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(length + 0x8000_0000)
  return length < 128 ? Buffer.from([length]) : bytes
}

function recordHead(type: number, length: number): Buffer {
  return Buffer.from([1, type, 0, 1, length >> 8, length & 255, 0, 0])
}

async function nextRecord(wire: Wire): Promise<{ readonly type: number; readonly content: Buffer }> {
  const head = await wire.bytes(8, 'an answer in FastCGI')
  if (head[0] !== 1) throw new ProbeFault(`${wire.words} does not speak FastCGI`)
  const [length, padding] = [head.readUInt16BE(4), head.readUInt8(6)]
  const content = await wire.bytes(length + padding, 'all of an answer in FastCGI')
  return { type: head.readUInt8(1), content: content.subarray(0, length) }
}
