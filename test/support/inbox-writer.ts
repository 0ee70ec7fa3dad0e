// A process that leaves events in an inbox until it is killed, and says the number of each that it has left.
import { writeToInbox } from '../../agent/inbox/writer.ts'

const [folder = '', first = ''] = process.argv.slice(2)

for (let number = Number(first); ; number += 1) {
  const written = await writeToInbox(folder, {
    type: 'forward_removed',
    time: Math.floor(Date.now() / 1000),
    context: 'mailbox',
    service: 'cpanel',
    mailbox_address: `m${number}@example.com`,
    forward_recipient: 'away@example.org',
    forward_type: null,
    actor: null,
    called_by: null,
    ip: null,
  })
  if ('name' in written) process.stdout.write(`${number}\n`)
}
