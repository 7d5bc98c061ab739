"""司法领域的词汇：案号、期限、姓名、标识、脱敏。除 models、management 外都是不依赖 Django 的纯函数。"""
