import { connect } from 'node:net'
import * as v from 'valibot'
import { section } from '../../lib/settings/section.ts'
import { text } from '../../lib/settings/value.ts'
import { isLoopbackHost } from '../../lib/text/loopback.ts'
import type { Probe } from './probe.ts'

const settings = section({
  host: v.pipe(
    v.optional(text, '127.0.0.1'),
    v.description('The host, by its name or address.'),
    v.metadata({ example: '192.0.2.1' }),
  ),
  port: v.pipe(
    text,
    v.regex(/^[1-9]\d{0,4}$/, 'is not a port'),
    v.transform(Number),
    v.maxValue(65_535, 'is not a port'),
    v.description('The port.'),
    v.metadata({ example: '143' }),
  ),
})

/** Whether something listens. */
export const tcp: Probe<v.InferOutput<typeof settings>> = {
  name: 'tcp',
  settings,
  isRemote: ({ host }) => !isLoopbackHost(host),
  run: ({ host, port }, { signal, step, elapsed }) =>
    new Promise((resolve) => {
      const began = elapsed()
      step({ sign: '*', text: `connects to ${host}:${port}` })
      const socket = connect({ host, port, signal })
      socket.on('error', ({ message }) => resolve({ verdict: 'failed', text: `${host}:${port}: ${message}` }))
      socket.on('connect', () => {
        step({ sign: '*', text: 'connected' })
        socket.destroy()
        const gauges = [{ name: 'connect_seconds', value: (elapsed() - began) / 1000 }]
        resolve({ verdict: 'ok', text: `${host}:${port}: connected`, gauges })
      })
    }),
}
