import { isDeepStrictEqual } from 'node:util'
import type { AgentStatus } from '../../../lib/agent-status/agent-status.ts'
import { isOutside } from '../../../lib/system/errors.ts'
import { oneLine } from '../../../lib/text/plain-text.ts'
import type { Outcome } from '../delivery/outcome.ts'
import { apiNotices } from '../notices.ts'
import type { ApiAccess } from './api-access.ts'
import type { Projection } from './projection.ts'
import { createReportClient, type Listeners, type ReportClient } from './report-client.ts'

/** What a client needs whose credentials may change on disk. */
export interface RenewedClientParts extends Listeners {
  /** As last read. */
  readonly access: ApiAccess
  /** Reads the access again; throws `ActionNeeded` if a file is missing or wrong. */
  readonly read: () => Promise<ApiAccess>
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
export async function createRenewedClient(parts: RenewedClientParts): Promise<ReportClient> {
  return new RenewedClient(parts, await createReportClient(parts.access, parts))
}

class RenewedClient implements ReportClient {
  readonly #parts: RenewedClientParts
  #access: ApiAccess
  #client: ReportClient
  #readAt: number
  #reading = Promise.resolve()
  #fault: string | undefined

  constructor(parts: RenewedClientParts, client: ReportClient) {
    this.#parts = parts
    this.#access = parts.access
    this.#client = client
    this.#readAt = parts.elapsed()
  }

  send(projection: Projection, signal: AbortSignal): Promise<Outcome> {
    return this.#tried((client) => client.send(projection, signal), signal)
  }

  tellStatus(status: AgentStatus, signal: AbortSignal): Promise<Outcome> {
    return this.#tried((client) => client.tellStatus(status, signal), signal)
  }

  close(): void {
    this.#client.close()
  }

  async #tried(request: (client: ReportClient) => Promise<Outcome>, signal: AbortSignal): Promise<Outcome> {
    if (this.#parts.elapsed() - this.#readAt >= INTERVAL) await this.#renew(this.#client)
    const client = this.#client
    const outcome = await request(client)
    if (outcome.result !== 'later' || signal.aborted) return outcome
    await this.#renew(client)
    // The next try comes after a rest, in which they may change again.
    this.#readAt = -Infinity
    // An API that is out of order may have named a time before which it wants no requests.
    return outcome.cause === 'receiver' || this.#client === client ? outcome : request(this.#client)
  }

  /** One call after another: of several requests that were refused with the same client, the first renews it. */
  async #renew(client: ReportClient): Promise<void> {
    this.#reading = this.#reading.then(() => (this.#client === client ? this.#read() : undefined))
    await this.#reading
  }

  async #read(): Promise<void> {
    const { read, tell, elapsed } = this.#parts
    this.#readAt = elapsed()
    try {
      const access = await read()
      const isChanged = !isDeepStrictEqual(credentialsOf(access), credentialsOf(this.#access))
      // The previous client finishes its requests; its idle connections close by themselves.
      if (isChanged) this.#client = await createReportClient(access, this.#parts)
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

function credentialsOf({ secret, caPem, clientCertificate }: ApiAccess): readonly unknown[] {
  return [secret, caPem, clientCertificate]
}
