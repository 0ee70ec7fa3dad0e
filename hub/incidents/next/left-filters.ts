import { counted } from '../../../lib/terminal/count.ts'
import { plainMailbox, uapi } from './root-commands.ts'
import type { Taken } from './taken.ts'
import { answerTo, type Todo } from './todo.ts'

const STORED: ReadonlySet<string> = new Set(['filter_stored', 'filter_found', 'filter_enabled'])

/** Filters and autoresponders that were set, and whether they were seen removed. */
export function leftFilters({ subject, steps }: Taken): readonly Todo[] {
  const filters = steps.filter(({ kind }) => STORED.has(kind))
  const answers = steps.filter(({ kind }) => kind === 'autoresponder_added')
  const [filter, answer, mailbox] = [filters.at(-1), answers.at(-1), plainMailbox(subject)]
  const isHiding = filters.some(({ fields }) => fields['filter_action'] === 'discard')
  const todos: Todo[] = []
  if (filter !== undefined)
    todos.push({
      what: filters.length === 1 ? 'Delete the filter' : 'Delete the filters',
      of: filters.length === 1 ? 'that was stored.' : `that were stored, ${counted(filters.length, 'time')} in all.`,
      where: `In cPanel: Email Filters, and Global Email Filters; in Roundcube: Settings, Filters, which cPanel does not show.${isHiding ? ' One throws mail away: what came since is lost.' : ''}`,
      commands:
        mailbox === undefined
          ? []
          : [
              uapi(mailbox.domain, 'Email list_filters', { account: subject }),
              uapi(mailbox.domain, 'Email list_filters'),
            ],
      because: filter,
      seen: answerTo(filters, steps, ({ kind }) => kind === 'filter_deleted' || kind === 'filter_disabled'),
    })
  if (answer !== undefined)
    todos.push({
      what: 'Remove the autoresponder',
      of: 'that was set.',
      where: 'In cPanel: Autoresponders.',
      commands: mailbox === undefined ? [] : [uapi(mailbox.domain, 'Email delete_auto_responder', { email: subject })],
      because: answer,
      seen: answerTo(answers, steps, ({ kind }) => kind === 'autoresponder_removed'),
    })
  return todos
}
