import { serviceOf } from '../checked-service.ts'
import { checksCommand } from './check-commands.ts'
import { answerTo, type Happening, named, type Todo } from './todo.ts'

/** What is to be done about a certificate that ends. */
export function afterExpiry(subject: string, steps: readonly Happening[]): readonly Todo[] {
  const asked = steps.filter(({ kind }) => kind === 'certificate_expires')
  const because = asked.at(-1)
  if (because === undefined) return []
  const { host, check } = serviceOf(subject) ?? { host: subject, check: '' }
  return [
    {
      what: 'Renew the certificate',
      of: `of ${named(check)} on ${named(host)}.`,
      where:
        'The service must load the new one, too: reload or restart it. The next run of the check sees that, and the incident is over. This shows the certificate now:',
      commands: checksCommand('run', check),
      because,
      seen: answerTo(asked, steps, ({ kind }) => kind === 'certificate_renewed'),
    },
  ]
}
