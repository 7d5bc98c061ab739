"""One table of duties for every item; unreleased, so the two that stood before are made anew."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0001_initial'),
        ('openness', '0002_patrol'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.DeleteModel("Reminder"),
        migrations.DeleteModel("ItemDuty"),
        migrations.DeleteModel("Duty"),
        migrations.DeleteModel("Register"),
        migrations.CreateModel(
            name='Duty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(help_text='该月第一天', verbose_name='月份')),
                ('subject', models.CharField(blank=True, max_length=200, verbose_name='公开什么')),
                ('base_number', models.CharField(blank=True, max_length=60, verbose_name='案号')),
                ('case_number', models.CharField(blank=True, max_length=70, verbose_name='案号、文号（含后缀）')),
                ('document_kind', models.CharField(blank=True, max_length=30, verbose_name='文书种类')),
                ('starts_on', models.DateField(verbose_name='期间自')),
                ('ends_on', models.DateField(help_text='生效、发生之日，或者期间的最后一天', verbose_name='起算日')),
                ('due_on', models.DateField(verbose_name='应公开日期')),
                ('steps', models.JSONField(default=list, verbose_name='期限计算')),
                ('rule', models.CharField(max_length=60, verbose_name='期限规则')),
                ('article', models.CharField(blank=True, max_length=80, verbose_name='依据')),
                ('provisional', models.BooleanField(default=False, verbose_name='暂定')),
                ('appealed', models.BooleanField(null=True, verbose_name='曾上诉')),
                ('periodic', models.BooleanField(default=False, verbose_name='定期')),
                ('published_on', models.DateField(blank=True, null=True, verbose_name='公开日期')),
                ('shown_from', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='看得到，自')),
                ('shown_until', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='看得到，至')),
                ('waived', models.BooleanField(default=False, editable=False, verbose_name='不用公开')),
                ('excused', models.CharField(blank=True, max_length=30, verbose_name='不用公开的原因')),
                ('excused_note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('history', models.JSONField(default=list, verbose_name='改动记录')),
                ('disclosure', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='openness.disclosure', verbose_name='公开事项')),
                ('excused_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='决定人')),
                ('exemption', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='openness.exemptionnotice', verbose_name='不公开说明')),
                ('hearing', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='openness.hearing', verbose_name='开庭公告')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='openness.catalogueitem', verbose_name='目录项')),
                ('judgment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='openness.judgment', verbose_name='文书')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='core.organ', verbose_name='单位')),
                ('statement', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='openness.statement', verbose_name='数据')),
            ],
            options={
                'verbose_name': '公开义务',
                'verbose_name_plural': '公开义务',
            },
        ),
        migrations.CreateModel(
            name='Register',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(help_text='该月第一天', verbose_name='月份')),
                ('rows', models.PositiveIntegerField(default=0, verbose_name='行数')),
                ('handed_in_at', models.DateTimeField(auto_now=True, verbose_name='报送时间')),
                ('handed_in_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='报送人')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registers', to='openness.catalogueitem', verbose_name='目录项')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registers', to='core.organ', verbose_name='单位')),
            ],
            options={
                'verbose_name': '名册',
                'verbose_name_plural': '名册',
            },
        ),
        migrations.CreateModel(
            name='DutyChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ends_on', models.DateField(verbose_name='这次报的日期')),
                ('appealed', models.BooleanField(null=True, verbose_name='曾上诉')),
                ('asked_at', models.DateTimeField(auto_now_add=True, verbose_name='报送时间')),
                ('taken', models.BooleanField(null=True, verbose_name='采用')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='决定时间')),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='报送人')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='决定人')),
                ('duty', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='openness.duty', verbose_name='义务')),
                ('register', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='openness.register', verbose_name='名册')),
            ],
            options={
                'verbose_name': '名册日期不同',
                'verbose_name_plural': '名册日期不同',
            },
        ),
        migrations.AddField(
            model_name='duty',
            name='register',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='openness.register', verbose_name='名册'),
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(choices=[('before', '快到期'), ('after', '已超期'), ('office', '超期，报专项办')], max_length=10, verbose_name='时机')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='时间')),
                ('duty', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='openness.duty')),
            ],
            options={
                'verbose_name': '提醒',
                'verbose_name_plural': '提醒',
            },
        ),
        migrations.AddConstraint(
            model_name='register',
            constraint=models.UniqueConstraint(fields=('organ', 'item', 'month'), name='one_register_a_month'),
        ),
        migrations.AddConstraint(
            model_name='dutychange',
            constraint=models.UniqueConstraint(condition=models.Q(('decided_at', None)), fields=('duty',), name='one_open_change_a_duty'),
        ),
        migrations.AddIndex(
            model_name='duty',
            index=models.Index(fields=['month', 'organ', 'item', 'due_on', 'published_on', 'waived', 'shown_from', 'shown_until'], name='duty_coverage'),
        ),
        migrations.AddIndex(
            model_name='duty',
            index=models.Index(condition=models.Q(('base_number', ''), _negated=True), fields=['base_number'], name='duty_number'),
        ),
        migrations.AddIndex(
            model_name='duty',
            index=models.Index(fields=['due_on'], name='duty_due'),
        ),
        migrations.AddConstraint(
            model_name='duty',
            constraint=models.UniqueConstraint(condition=models.Q(('register__isnull', False), models.Q(('case_number', ''), _negated=True)), fields=('organ', 'item', 'case_number', 'document_kind'), name='one_duty_a_document'),
        ),
        migrations.AddConstraint(
            model_name='duty',
            constraint=models.UniqueConstraint(condition=models.Q(('periodic', True)), fields=('organ', 'item', 'ends_on'), name='one_duty_a_period'),
        ),
        migrations.AddConstraint(
            model_name='duty',
            constraint=models.UniqueConstraint(condition=models.Q(('periodic', False), ('register__isnull', True)), fields=('disclosure',), name='one_duty_an_entry'),
        ),
        migrations.AddConstraint(
            model_name='duty',
            constraint=models.UniqueConstraint(condition=models.Q(('periodic', False), ('register__isnull', True)), fields=('hearing',), name='one_duty_a_hearing'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.UniqueConstraint(fields=('duty', 'stage'), name='one_reminder_a_stage'),
        ),
    ]
