/** The commands that Telegram offers in its menu. */
export const MENU_COMMANDS = [
  { command: 'start', description: 'Begin' },
  { command: 'path', description: 'My path, step by step' },
  { command: 'me', description: 'What I told you about me' },
  { command: 'language', description: 'Change the language' },
  { command: 'person', description: 'Talk to a person' },
  { command: 'mydata', description: 'Get a copy of my data' },
  { command: 'forget', description: 'Delete my data' },
  { command: 'help', description: 'What you can do for me' },
] as const
