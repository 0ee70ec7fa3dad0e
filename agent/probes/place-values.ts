import * as v from 'valibot'
import { ownHost, ownSocket, port } from './probe-values.ts'
import type { ServicePlace } from './wire/place.ts'

// oxlint-disable-next-line typescript/explicit-function-return-type -- valibot infers the type, which is the point
/** The keys that say where a service listens; `usual` is its port. */
export function placeEntries(usual: number) {
  return {
    host: ownHost,
    port: v.pipe(
      v.optional(port, String(usual)),
      v.description('Its port.'),
      v.metadata({ example: String(usual + 1) }),
    ),
    socket: ownSocket,
  }
}

/** Where these keys say that it listens: the socket, if there is one. */
export function placeGiven({
  host,
  port,
  socket,
}: {
  readonly host: string
  readonly port: number
  readonly socket?: string | undefined
}): ServicePlace {
  return socket === undefined ? { host, port } : { socket }
}
