import * as v from 'valibot'
import { section } from '../../settings/section.ts'
import { oneOrList, path, pins, proxy, text } from '../../settings/value.ts'
import { isNetwork } from '../../text/networks.ts'
import { channelKeys, type SectionWords } from '../channel-keys.ts'
import type { ChannelWords } from '../failure-reason.ts'
import type { WebhookSettings } from './webhook-settings.ts'
import { webhookUrlFault } from './webhook-url.ts'

// oxlint-disable-next-line typescript/explicit-function-return-type -- valibot infers the type, which is the point
/** The section `webhook` of a channel. */
export function webhookSection(words: SectionWords) {
  return section({
    url: v.pipe(
      text,
      v.rawCheck(({ dataset, addIssue }) => {
        const fault = dataset.typed ? webhookUrlFault(dataset.value) : undefined
        if (fault !== undefined) addIssue({ message: fault })
      }),
      v.description('Where messages are posted; http:// is only for this machine.'),
      v.metadata({ example: 'https://chat.example.com/hooks/spoor' }),
    ),
    secret_file: v.pipe(
      v.optional(path),
      v.description('The file with the key of the signature; without it nothing is signed.'),
      v.metadata({ example: `${words.folder}/private/webhook.secret` }),
    ),
    pin: v.pipe(
      v.optional(pins),
      v.description("The digest of the server's public key, as curl writes it, or a list: others are refused."),
      v.metadata({ example: 'sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=' }),
    ),
    proxy: v.pipe(
      v.optional(proxy),
      v.description('The proxy to reach an https:// server through; default: none.'),
      v.metadata({ example: 'http://proxy.example.com:3128' }),
    ),
    allow: v.pipe(
      v.optional(
        oneOrList(v.pipe(text, v.check(isNetwork, 'is neither an IP address nor a network such as 192.0.2.0/24'))),
      ),
      v.description(
        'Addresses and networks that may be connected to besides the internet: without this a name that leads into your own network is refused.',
      ),
      v.metadata({ example: '[192.0.2.0/24, 127.0.0.1]' }),
    ),
    ...channelKeys(words),
  })
}

/** The section as written, checked. */
export type WrittenWebhook = v.InferOutput<ReturnType<typeof webhookSection>>

/** What it says, for the channel in this section of the configuration. */
export function webhookSettingsOf(written: WrittenWebhook, words: ChannelWords): WebhookSettings {
  const { url, secret_file: secretFile, ca_file: caFile, pin: pins, proxy, allow = [], timeout } = written
  const way = proxy === undefined || proxy === 'none' ? undefined : new URL(proxy)
  return { ...words, url, secretFile, caFile, pins, proxy: way, allow, timeout }
}
