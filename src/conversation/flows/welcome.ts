import type { Flow, FlowContext } from '../flow.ts'
import type { Button, Reply } from '../turn.ts'

/** /start, consent and help: who speaks, what it can and cannot do, what is stored (AI Act Art. 50, GDPR Art. 13). */
export const welcomeFlow: Flow = {
  name: 'welcome',
  commands: {
    start: async (context) => [welcome(context)],
    help: async (context) => [context.reply(context.say('help.text'))],
  },
  buttons: {
    agree: async (context) => {
      context.state.consentedAt = context.now.toISOString()
      return [context.reply(context.say('welcome.consented'))]
    },
    help: async (context) => [context.reply(context.say('help.text'))],
  },
}

/** The first words to a person who asks at once: short, before the answer; nobody has to tap first. */
export async function introduction(context: FlowContext): Promise<Reply[]> {
  const { state, turn } = context
  if (state.welcomed) return []
  state.welcomed = true
  if (turn.content.kind === 'command' && turn.content.name === 'start') return []
  return [
    context.reply(context.say('welcome.short', { days: context.settings.messageRetentionDays }), [
      consentRow(context),
    ]),
  ]
}

function welcome(context: FlowContext): Reply {
  const { settings, turn } = context
  const privacy = turn.chat.startsWith('telegram:') ? 'welcome.privacy' : 'welcome.privacy_web'
  const text = [
    context.say('welcome.hello', { name: turn.firstName ?? 'none' }),
    context.say('welcome.can'),
    context.say(privacy, {
      days: settings.messageRetentionDays,
      months: settings.profileRetentionMonths,
    }),
    context.say('welcome.ask', { example: context.say('greeting.example') }),
  ].join('\n\n')
  return context.reply(text, [
    consentRow(context),
    [
      { label: context.say('button.my_situation'), data: 'me:start' },
      { label: context.say('button.talk_to_person'), data: 'person:ask' },
    ],
  ])
}

function consentRow(context: FlowContext): Button[] {
  const language: Button = { label: `🌐 ${context.say('button.change_language')}`, data: 'lang:choose' }
  return context.state.consentedAt
    ? [language]
    : [{ label: context.say('button.agree'), data: 'agree:1' }, language]
}
