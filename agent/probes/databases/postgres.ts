import { placeGiven } from '../place-values.ts'
import type { Probe, ProbeResult } from '../probe.ts'
import { onWire } from '../wire/on-wire.ts'
import { placeElsewhere } from '../wire/place.ts'
import type { Wire } from '../wire/wire.ts'
import { type DatabaseSettings, postgresSettings } from './database-settings.ts'

/** SSLRequest: a server answers it with one byte (protocol-message-formats in its manual). */
const REQUEST = Buffer.from([0, 0, 0, 8, 4, 0xd2, 0x16, 0x2f])

/**
 * Asks PostgreSQL whether it speaks TLS, which it answers without anybody having logged in. If it does, so does the
 * probe: a server logs that a client ends before that is done (`could not accept SSL connection`), and is silent about
 * one that ends after it (ProcessStartupPacket in postmaster.c).
 */
export const postgres: Probe<DatabaseSettings> = {
  name: 'postgres',
  settings: postgresSettings,
  elsewhere: (settings) => placeElsewhere(placeGiven(settings)),
  run: (settings, tools) => onWire(placeGiven(settings), tools, (wire) => answer(wire, settings)),
}

async function answer(wire: Wire, { host, socket }: DatabaseSettings): Promise<ProbeResult> {
  wire.send(REQUEST)
  const byte = await wire.bytes(1, 'whether it speaks TLS')
  switch (byte.toString('latin1')) {
    case 'S':
      await wire.secure(socket === undefined ? host : undefined)
      return { verdict: 'ok', text: `${wire.words} answers, and speaks TLS` }
    case 'N':
      return { verdict: 'ok', text: `${wire.words} answers` }
    default:
      return { verdict: 'failed', text: `${wire.words} does not answer as PostgreSQL does` }
  }
}
