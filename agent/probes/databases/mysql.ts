import { placeGiven } from '../place-values.ts'
import type { Probe, ProbeResult } from '../probe.ts'
import { onWire } from '../wire/on-wire.ts'
import { placeElsewhere } from '../wire/place.ts'
import { said } from '../wire/said.ts'
import type { Wire } from '../wire/wire.ts'
import { type DatabaseSettings, mysqlSettings } from './database-settings.ts'

/** The first byte of a handshake, and of an error. */
const [PROTOCOL, ERROR] = [10, 255]

/** What errors mean that a server has for everybody (mysqld_error.h). */
const MEANINGS: Readonly<Record<number, string>> = {
  1040: 'it has too many connections',
  1129: 'it blocks this host after many that did not log in; mysqladmin flush-hosts ends that',
  1130: 'it does not let this host in',
}

/**
 * Reads how MySQL or MariaDB greets. It never logs in: the server counts the look as an aborted connection, and one
 * that is asked from another host may block that host (max_connect_errors).
 */
export const mysql: Probe<DatabaseSettings> = {
  name: 'mysql',
  settings: mysqlSettings,
  elsewhere: (settings) => placeElsewhere(placeGiven(settings)),
  run: (settings, tools) => onWire(placeGiven(settings), tools, greeting),
}

/** A packet: three bytes of length, a number, and what it holds. */
async function greeting(wire: Wire): Promise<ProbeResult> {
  const head = await wire.bytes(4, 'how it greets')
  const packet = await wire.bytes(head.readUIntLE(0, 3), 'all of how it greets')
  if (packet[0] === PROTOCOL) {
    const end = packet.indexOf(0, 1)
    return { verdict: 'ok', text: `${wire.words} is ${said(packet.subarray(1, Math.max(1, end)), 80)}` }
  }
  if (packet[0] !== ERROR || packet.length < 3)
    return { verdict: 'failed', text: `${wire.words} does not greet as MySQL does` }
  const code = packet.readUInt16LE(1)
  const meaning =
    MEANINGS[code] ??
    said(packet.subarray(3).toString('latin1').startsWith('#') ? packet.subarray(9) : packet.subarray(3))
  return { verdict: 'failed', text: `${wire.words} refuses connections: ${meaning} (${code})` }
}
