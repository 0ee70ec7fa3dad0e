import { isDeepStrictEqual } from 'node:util'
import type { Tell } from '../../../lib/notice/notice.ts'
import { isOutside } from '../../../lib/system/errors.ts'
import { oneLine } from '../../../lib/text/plain-text.ts'
import { deliveryNotices } from '../notices.ts'
import type { Outcome } from './answer-outcome.ts'
import type { ApiAccess } from './api-access.ts'
import { createReportClient, type ReportClient } from './report-client.ts'
import type { Sendable } from './report-request.ts'

/** What a client works with whose credentials may change on disk. */
export interface RenewedClientParts {
  /** As it was read last. */
  readonly access: ApiAccess
  /** Reads it again; throws `ActionNeeded` where a file is missing or wrong. */
  readonly read: () => Promise<ApiAccess>
  readonly tell: Tell
  /** Milliseconds by a clock that never steps. */
  readonly elapsed: () => number
}

/**
 * While all is well the files are read once in so many milliseconds at most: a new secret is used before the old one
 * expires.
 */
const INTERVAL = 5000

/**
 * A client that sends with what its files hold by now: they are read again before a request, and after each try that
 * failed. Where that brings other credentials, the report is sent once more at once. Files that cannot be used are told
 * once for each fault, and the former credentials go on.
 */
export async function createRenewedClient(parts: RenewedClientParts): Promise<ReportClient> {
  return new RenewedClient(parts, await createReportClient(parts.access, parts.tell))
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

  async send(report: Sendable, signal: AbortSignal): Promise<Outcome> {
    if (this.#parts.elapsed() - this.#readAt >= INTERVAL) await this.#renew(this.#client)
    const client = this.#client
    const outcome = await client.send(report, signal)
    if (outcome.result !== 'later' || signal.aborted) return outcome
    await this.#renew(client)
    // The next try comes after a rest, in which they may change again.
    this.#readAt = -Infinity
    // An API that is out of order may have named a time before which it wants nothing.
    return outcome.cause === 'api' || this.#client === client ? outcome : this.#client.send(report, signal)
  }

  close(): void {
    this.#client.close()
  }

  /** One after another: of several requests that were refused with the same client, the first renews it. */
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
      // The former client ends what it has under way; its connections close by themselves where they are idle.
      if (isChanged) this.#client = await createReportClient(access, tell)
      this.#access = access
      if (isChanged || this.#fault !== undefined) tell(deliveryNotices.credentialsRenewed())
      this.#fault = undefined
    } catch (error) {
      if (!isOutside(error)) throw error
      const fault = oneLine(error.message)
      if (fault !== this.#fault) tell(deliveryNotices.credentialsRefused(fault))
      this.#fault = fault
    }
  }
}

function credentialsOf({ secret, caPem, clientCertificate }: ApiAccess): readonly unknown[] {
  return [secret, caPem, clientCertificate]
}
