import * as v from 'valibot'
import { both } from '../../settings/blame.ts'
import { section } from '../../settings/section.ts'
import { oneOrList, path, text } from '../../settings/value.ts'
import { isLoopbackHost } from '../../text/loopback.ts'
import { channelKeys, type SectionWords } from '../channel-keys.ts'
import type { ChannelWords } from '../failure-reason.ts'
import { mailAddressFault } from './mail-address.ts'
import type { MailSettings } from './mail-settings.ts'

/** An address that a mail can come from or go to. */
export const mailAddress = v.pipe(
  text,
  v.rawCheck(({ dataset, addIssue }) => {
    const fault = dataset.typed ? mailAddressFault(dataset.value) : undefined
    if (fault !== undefined) addIssue({ message: fault })
  }),
)

const key = section({
  file: v.pipe(
    path,
    v.description('A file with one public key, as gpg --export writes it.'),
    v.metadata({ example: '/etc/spoor/keys/anna.asc' }),
  ),
  fingerprint: v.pipe(
    text,
    v.transform((written) => written.replaceAll(' ', '')),
    v.regex(/^(?:[\dA-F]{40}|[\dA-F]{64})$/i, 'is no fingerprint of 40 or 64 hexadecimal digits'),
    v.description('Its fingerprint, as gpg --fingerprint shows it: another key in the file is refused.'),
    v.metadata({ example: '0123456789ABCDEF0123456789ABCDEF01234567' }),
  ),
})

/** Keys of all who read a mail. */
export const pinnedKeys = v.pipe(
  v.array(key),
  v.minLength(1, 'holds no key'),
  v.maxLength(50, 'holds more than 50 keys'),
)

/** Which mail server takes the mails. */
const SERVER = {
  host: v.pipe(
    v.optional(v.pipe(text, v.regex(/^[\w.:-]{1,253}$/, 'is neither the name nor the address of a host')), '127.0.0.1'),
    v.description('The mail server that takes them.'),
    v.metadata({ example: 'mail.example.com' }),
  ),
  port: v.pipe(
    v.optional(
      v.pipe(
        text,
        v.regex(/^[1-9]\d{0,4}$/, 'is not a port'),
        v.transform(Number),
        v.maxValue(65_535, 'is not a port'),
      ),
      '25',
    ),
    v.description('Its port.'),
    v.metadata({ example: '587' }),
  ),
  tls: v.pipe(
    v.optional(v.picklist(['starttls', 'implicit', 'none'], 'is none of starttls, implicit, none')),
    v.description('starttls, implicit or none; default: implicit at port 465, none on this machine, else starttls.'),
    v.metadata({ example: 'starttls' }),
  ),
}

// oxlint-disable-next-line typescript/explicit-function-return-type -- valibot infers the type, which is the point
/** The section `mail` of a channel. */
export function mailSection(words: SectionWords) {
  return v.pipe(
    section({
      from: v.pipe(
        mailAddress,
        v.description('The address that mails come from; where bounces go.'),
        v.metadata({ example: 'spoor@example.com' }),
      ),
      to: v.pipe(
        v.pipe(oneOrList(mailAddress), v.maxLength(50, 'holds more than 50 addresses')),
        v.description('Whom they go to: an address or a list.'),
        v.metadata({ example: '[anna@example.com, duty@example.com]' }),
      ),
      ...SERVER,
      user: v.pipe(
        v.optional(text),
        v.description(`Whom ${words.whoSends} logs in as there; default: it does not.`),
        v.metadata({ example: 'spoor@example.com' }),
      ),
      password_file: v.pipe(
        v.optional(path),
        v.description('The file with the password and nothing else.'),
        v.metadata({ example: `${words.folder}/private/mail.password` }),
      ),
      keys: v.pipe(
        v.optional(pinnedKeys),
        v.description(
          'The OpenPGP keys of all who read these mails; with them nothing is sent in clear, also when a key is missing.',
        ),
        v.metadata({
          example: `
    - file: ${words.folder}/keys/anna.asc
      fingerprint: 0123456789ABCDEF0123456789ABCDEF01234567`,
        }),
      ),
      ...channelKeys(words),
    }),
    both('user', 'password_file'),
    v.forward(
      v.partialCheck(
        [['host'], ['tls'], ['user']],
        ({ host, tls, user }) => tls !== 'none' || user === undefined || isLoopbackHost(host),
        'would send the password in clear; write tls: starttls or tls: implicit',
      ),
      ['tls'],
    ),
  )
}

/** The section as written, checked. */
export type WrittenMail = v.InferOutput<ReturnType<typeof mailSection>>

/** What it says, for the channel in this section of the configuration. */
export function mailSettingsOf(written: WrittenMail, words: ChannelWords): MailSettings {
  const { from, to, host, port, tls, user, password_file: passwordFile, ca_file: caFile } = written
  const { keys, timeout } = written
  return { ...words, from, to, host, port, tls, user, passwordFile, caFile, keys, timeout }
}
