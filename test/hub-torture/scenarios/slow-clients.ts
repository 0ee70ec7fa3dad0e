import { once } from 'node:events'
import { connect } from 'node:net'
import type { HubScenario } from '../scenario.ts'

const SLOW = 1000

/** Clients that send hardly anything. */
export const slowClients: readonly HubScenario[] = [
  {
    name: 'slow-clients',
    what: `${SLOW} clients send nothing, half a header or half a body, while agents report.`,
    store: 'embedded',
    run: async (stage) => {
      await stage.start()
      const { port } = stage
      const beginnings = ['', 'POST /api/rep', 'POST /api/reports HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{']
      const sockets = Array.from({ length: SLOW }, () => connect(port, '127.0.0.1').on('error', () => undefined))
      try {
        await Promise.all(sockets.map((socket) => once(socket, 'connect')))
        for (const [index, socket] of sockets.entries()) socket.write(beginnings[index % beginnings.length] ?? '')
        stage.reporters.begin(20, 10)
        await stage.reporters.acknowledgedMore(5000)
      } finally {
        for (const socket of sockets) socket.destroy()
      }
    },
  },
]
