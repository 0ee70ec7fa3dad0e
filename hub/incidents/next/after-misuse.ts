import { shellWord } from '../../../lib/text/shell-word.ts'
import { type Happening, named, type Todo } from './todo.ts'

/** A name of a host that can stand in a command. */
const HOST_NAME = /^[a-z\d][a-z\d.-]{0,252}$/i

/** What is to be done about a credential that speaks for other hosts. */
export function afterMisuse(subject: string, steps: readonly Happening[]): readonly Todo[] {
  const because = steps.at(-1)
  if (because === undefined) return []
  const other = String(because.fields['named_host'] ?? '')
  const canRename = HOST_NAME.test(subject) && HOST_NAME.test(other)
  const [name, otherName] = [named(subject), named(other)]
  return [
    {
      what: 'Find out',
      of: `whether ${name} is now called ${otherName}, or was copied.`,
      where:
        'A server that got a new name is renamed on the hub. What it said of other hosts is in quarantine meanwhile.',
      commands: canRename ? [`spoor-hub agents rename ${shellWord(subject)} ${shellWord(other)}`] : [],
      because,
    },
    {
      what: 'If neither, revoke its credential.',
      of: '',
      where: `Somebody else uses it then. Look at ${name}, and enrol it anew.`,
      commands: HOST_NAME.test(subject) ? [`spoor-hub agents revoke ${shellWord(subject)}`] : [],
      because,
    },
  ]
}
