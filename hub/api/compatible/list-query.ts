import { HttpError, PROBLEMS } from '../../http/errors.ts'
import type { SharedRequest } from '../../http/route.ts'
import { agentNamed } from '../event-parameters.ts'

/** What App::Spoor's clients may ask of a list. */
export interface ListQuery {
  /** A parameter of the list, such as `mailbox_events[class]`; undefined if it is not there. */
  readonly of: (name: string) => string | undefined
  readonly offset: number
  readonly records: number
}

/** Without paging App::Spoor's clients expect the whole list: this is as much of it as they get. */
const MOST_RECORDS = 1000

const MOST_OFFSET = 10_000

/** Reads what is asked of a list. What is unknown there is ignored, as App::Spoor's server did. */
export function listQuery(name: 'reports' | 'mailbox_events', { query }: Pick<SharedRequest, 'query'>): ListQuery {
  const of = (part: string): string | undefined => query.get(`${name}[${part}]`) ?? undefined
  const number = (part: string, most: number): number | undefined => {
    const digits = of(part) ?? query.get(part)
    if (digits === null) return undefined
    if (/^\d{1,9}$/.test(digits) && Number(digits) <= most) return Number(digits)
    throw new HttpError(PROBLEMS.wrongParameter, { detail: `${part} is no whole number up to ${most}.` })
  }
  return { of, offset: number('offset', MOST_OFFSET) ?? 0, records: number('records', MOST_RECORDS) ?? MOST_RECORDS }
}

/**
 * Whose events are listed: an agent's credential shows those of its own host, whatever name it has now. Rejects with
 * `HttpError` if that is asked for another host.
 */
export async function agentAsked({ asker, store }: SharedRequest, host?: string): Promise<{ agent?: number }> {
  if ('person' in asker) return agentNamed({ store }, host)
  const { agent, hosts } = asker.agent
  if (host !== undefined && !hosts.some((own) => own.toLowerCase() === host.toLowerCase()))
    throw new HttpError(PROBLEMS.otherHost)
  return { agent }
}

/** One page of a list of which one more than needed was read, and what App::Spoor's server says about it. */
export function pageOf<Item>(
  { offset, records }: ListQuery,
  items: readonly Item[],
): { readonly page: readonly Item[]; readonly metadata: object } {
  const more = items.length > offset + records
  return { page: items.slice(offset, offset + records), metadata: { offset, records, more_records: more } }
}
