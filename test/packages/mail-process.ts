// A mail server in a process of its own, for the network of a container: `mail-process.ts`. Prints its port on a line,
// then each mail that it takes as JSON.
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { startFakeMailServer } from '../support/fake-mail-server.ts'

const server = await startFakeMailServer()
process.stdout.write(`${server.port}\n`)
for (let count = 0; ;) {
  const mail = server.mails[count]
  if (mail === undefined) await setTimeout(50)
  else if (process.stdout.write(`${JSON.stringify(mail.data)}\n`)) count += 1
  else await once(process.stdout, 'drain').then(() => (count += 1))
}
