# What reviews gain here, and questions.

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0001_initial'),
        ('reviews', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='productreview',
            name='bought',
            field=models.BooleanField(default=False, help_text='The account that wrote it has paid for the product.', verbose_name='Verified buyer'),
        ),
        migrations.AddField(
            model_name='productreview',
            name='reply',
            field=models.TextField(blank=True, verbose_name="The shop's reply"),
        ),
        migrations.AddField(
            model_name='productreview',
            name='published_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='First published at'),
        ),
        migrations.AddConstraint(
            model_name='productreview',
            constraint=models.CheckConstraint(condition=models.Q(('score__gte', 1), ('score__lte', 5)), name='review_one_to_five_stars'),
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('body', models.TextField(verbose_name='Question')),
                ('name', models.CharField(blank=True, max_length=80, verbose_name='Name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='E-mail address')),
                ('status', models.CharField(choices=[('waiting', 'Waiting for an answer'), ('answered', 'Answered'), ('refused', 'Refused')], default='waiting', max_length=10, verbose_name='Status')),
                ('answer', models.TextField(blank=True, verbose_name='Answer')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='Answered at')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='Asked at')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Answered by')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='catalogue.product', verbose_name='Product')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='questions', to=settings.AUTH_USER_MODEL, verbose_name='Account')),
            ],
            options={
                'verbose_name': 'Question',
                'verbose_name_plural': 'Questions',
                'ordering': ['-created_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('status', 'answered'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='question_answered_has_answer')],
            },
        ),
    ]
