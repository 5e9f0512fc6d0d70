"""Where people hear and decide besides the portal: Telegram, MAX, e-mail, push. Who is told what, where and when."""
