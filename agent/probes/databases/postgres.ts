import { placeGiven } from '../place-values.ts'
import type { Probe, ProbeResult } from '../probe.ts'
import { onWire } from '../wire/on-wire.ts'
import { placeElsewhere } from '../wire/place.ts'
import type { Wire } from '../wire/wire.ts'
import { type DatabaseSettings, postgresSettings } from './database-settings.ts'

/** SSLRequest: a server answers it with one byte and logs nothing (protocol-message-formats in its manual). */
const REQUEST = Buffer.from([0, 0, 0, 8, 4, 0xd2, 0x16, 0x2f])

const ANSWERS: Readonly<Record<string, string>> = { S: 'answers, and speaks TLS', N: 'answers' }

/** Asks PostgreSQL whether it speaks TLS, which it answers without anybody having logged in. */
export const postgres: Probe<DatabaseSettings> = {
  name: 'postgres',
  settings: postgresSettings,
  elsewhere: (settings) => placeElsewhere(placeGiven(settings)),
  run: (settings, tools) => onWire(placeGiven(settings), tools, answer),
}

async function answer(wire: Wire): Promise<ProbeResult> {
  wire.send(REQUEST)
  const byte = await wire.bytes(1, 'whether it speaks TLS')
  const words = ANSWERS[byte.toString('latin1')]
  if (words !== undefined) return { verdict: 'ok', text: `${wire.words} ${words}` }
  return { verdict: 'failed', text: `${wire.words} does not answer as PostgreSQL does` }
}
