import { isDeepStrictEqual } from 'node:util'
import type { Tell } from '../../../lib/notice/notice.ts'
import { isOutside } from '../../../lib/system/errors.ts'
import { oneLine } from '../../../lib/text/plain-text.ts'
import type { Outcome } from '../delivery/outcome.ts'
import { apiNotices } from '../notices.ts'

/** What makes clients of one server, as its files change on disk. */
export interface RenewalParts<Access, Client> {
  /** As last read. */
  readonly access: Access
  /** Reads the access again; throws `ActionNeeded` if a file is missing or wrong. */
  readonly read: () => Promise<Access>
  /** What of it makes a new client where it has changed. */
  readonly credentialsOf: (access: Access) => unknown
  readonly create: (access: Access) => Promise<Client>
  readonly tell: Tell
  /** Milliseconds by a clock that never steps. */
  readonly elapsed: () => number
}

/**
 * Milliseconds between two reads of the files while all is well: a new secret is in use before the old one expires.
 */
const INTERVAL = 5000

/**
 * A client that sends with what its files hold now: it reads them before a request, and after each try that failed. If
 * the credentials have changed by then, it sends the report once more at once. Unusable files give one notice for each
 * fault, and the previous credentials stay active.
 */
export class Renewal<Access extends { readonly option: string }, Client extends { close(): void }> {
  readonly #parts: RenewalParts<Access, Client>
  #access: Access
  #client: Client
  #readAt: number
  #reading = Promise.resolve()
  #fault: string | undefined

  private constructor(parts: RenewalParts<Access, Client>, client: Client) {
    this.#parts = parts
    this.#access = parts.access
    this.#client = client
    this.#readAt = parts.elapsed()
  }

  static async open<A extends { readonly option: string }, C extends { close(): void }>(
    parts: RenewalParts<A, C>,
  ): Promise<Renewal<A, C>> {
    return new Renewal(parts, await parts.create(parts.access))
  }

  /** Tries once with the credentials that count now. */
  async tried(request: (client: Client) => Promise<Outcome>, signal: AbortSignal): Promise<Outcome> {
    if (this.#parts.elapsed() - this.#readAt >= INTERVAL) await this.#renew(this.#client)
    const client = this.#client
    const outcome = await request(client)
    if (outcome.result !== 'later' || signal.aborted) return outcome
    await this.#renew(client)
    // The next try comes after a rest, in which they may change again.
    this.#readAt = -Infinity
    // A server that is out of order may have named a time before which it wants no requests.
    return outcome.cause === 'receiver' || this.#client === client ? outcome : request(this.#client)
  }

  close(): void {
    this.#client.close()
  }

  /** One call after another: of several requests that were refused with the same client, the first renews it. */
  async #renew(client: Client): Promise<void> {
    this.#reading = this.#reading.then(() => (this.#client === client ? this.#read() : undefined))
    await this.#reading
  }

  async #read(): Promise<void> {
    const { read, create, credentialsOf, tell, elapsed } = this.#parts
    this.#readAt = elapsed()
    try {
      const access = await read()
      const isChanged = !isDeepStrictEqual(credentialsOf(access), credentialsOf(this.#access))
      // The previous client finishes its requests; its idle connections close by themselves.
      if (isChanged) this.#client = await create(access)
      this.#access = access
      if (isChanged || this.#fault !== undefined) tell(apiNotices.credentialsRenewed(access.option))
      this.#fault = undefined
    } catch (error) {
      if (!isOutside(error)) throw error
      const fault = oneLine(error.message)
      if (fault !== this.#fault) tell(apiNotices.credentialsRefused(this.#access.option, fault))
      this.#fault = fault
    }
  }
}
